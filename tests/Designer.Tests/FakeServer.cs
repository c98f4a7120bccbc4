using System.Net;
using System.Text;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Inbox;
using HrBpm.Designer.Layout;
using HrBpm.Designer.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace HrBpm.Designer.Tests;

/// <summary>Answers the requests of components with JSON that a test gives, and keeps what was asked.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    private readonly Dictionary<string, (HttpStatusCode Status, string Body, string? Tag)> answers = [];

    /// <summary>Method, path and body of each request.</summary>
    public List<(string Line, string Body)> Asked { get; } = [];

    /// <summary>Path with its query of each request.</summary>
    public List<string> Queries { get; } = [];

    /// <summary>The moment at which components are.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero));

    /// <summary>What a request is answered with, for example <c>GET /api/tasks</c>.</summary>
    public FakeServer On(string line, string body, HttpStatusCode status = HttpStatusCode.OK, string? tag = null)
    {
        answers[line] = (status, body, tag);
        return this;
    }

    /// <summary>A context whose components talk to this server.</summary>
    public BunitContext Context()
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton<TimeProvider>(Clock);
        context.Services.AddSingleton(new HttpClient(this) { BaseAddress = new Uri("http://localhost/") });
        context.Services.AddSingleton<HrBpmClient>();
        context.Services.AddLocalization();
        context.Services.AddMudServices();
        context.Services.AddSingleton<Session>();
        context.Services.AddSingleton<Preferences>();
        context.Services.AddSingleton<InboxCounts>();
        context.Services.AddSingleton<InboxLive>();
        context.Services.AddSingleton<HrBpm.Designer.TwoPersonRule.ConsentCounts>();
        context.Services.AddSingleton<HrBpm.Designer.Presence.FlowLive>();
        context.Services.AddScoped<UndoBar>();
        return context;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var line = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        Asked.Add((line, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        Queries.Add(request.RequestUri.PathAndQuery);
        var (status, body, tag) = answers.GetValueOrDefault(line, (HttpStatusCode.NotFound, $$"""{"code":"none","detail":"Expected an answer to {{line}}."}""", null));
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, status == HttpStatusCode.OK ? "application/json" : "application/problem+json") };
        if (tag is not null) answer.Headers.TryAddWithoutValidation("ETag", tag);
        return answer;
    }
}
