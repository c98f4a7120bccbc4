using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.DingTalk;
using HrBpm.Activities.Connectors.Mail;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Workflows.Authoring;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Types;
using WireMock.Util;

namespace HrBpm.Activities.Tests.Connectors;

/// <summary>The connectors, registered as the product does it, in front of a mock server that plays all the other systems.</summary>
internal sealed class Rig : IDisposable
{
    public const string ContactSecret = "contact-secret-0123456789", AppSecret = "app-secret-9876543210", BearerToken = "bearer-token-abcdef", DingTalkSecret = "dingtalk-secret-13579";
    private readonly WireMockServer _server = WireMockServer.Start();
    private readonly ServiceProvider _services;
    private readonly Visit _visit = new();
    private readonly List<IRequestMessage> _sent = []; // The mock's own log has only what was answered.
    private IServiceScope _scope;

    public Rig(Dictionary<string, string?>? settings = null)
    {
        Dictionary<string, string?> all = new()
        {
            ["Connectors:WeCom:BaseUrl"] = $"{_server.Url}/cgi-bin",
            ["Connectors:WeCom:CorpId"] = "ww-corp",
            ["Connectors:WeCom:ContactSecret"] = ContactSecret,
            ["Connectors:WeCom:AppSecret"] = AppSecret,
            ["Connectors:WeCom:AgentId"] = "1000002",
            ["Connectors:DingTalk:BaseUrl"] = _server.Url,
            ["Connectors:DingTalk:ClientId"] = "ding-app",
            ["Connectors:DingTalk:ClientSecret"] = DingTalkSecret,
            ["Connectors:Scim:BaseUrl"] = $"{_server.Url}/scim/v2/",
            ["Connectors:Scim:Token"] = BearerToken,
            ["Connectors:Payroll:BaseUrl"] = $"{_server.Url}/payroll",
            ["Connectors:Payroll:Token"] = BearerToken,
        };
        foreach (var (key, value) in settings ?? []) all[key] = value;
        _services = new ServiceCollection().AddSingleton<TimeProvider>(Clock)
            .AddConnectors(new ConfigurationBuilder().AddInMemoryCollection(all).Build()).BuildServiceProvider(validateScopes: true);
        _scope = _services.CreateScope();
        Answers("/*", _ => new Answer(404, "nobody answers here"), priority: int.MaxValue);
    }

    public ImpatientClock Clock { get; } = new();

    public IServiceProvider Services => _services;

    public WeComClient WeCom => _scope.ServiceProvider.GetRequiredService<WeComClient>();
    public WeComSignIn WeComSignIn => _scope.ServiceProvider.GetRequiredService<WeComSignIn>();
    public DingTalkClient DingTalk => _scope.ServiceProvider.GetRequiredService<DingTalkClient>();
    public ScimClient Scim => _scope.ServiceProvider.GetRequiredService<ScimClient>();
    public PayrollClient Payroll => _scope.ServiceProvider.GetRequiredService<PayrollClient>();
    public SmtpRelay Relay => _scope.ServiceProvider.GetRequiredService<SmtpRelay>();
    public IReadOnlyList<ConnectorCall> Calls => _scope.ServiceProvider.GetRequiredService<ConnectorCalls>().Taken;

    public Task<ActivityResult> RunAsync(Activity activity) => activity.RunAsync(_visit, TestContext.Current.CancellationToken);

    /// <summary>The process died: what it knew in memory of this job is gone, the other systems stand where they stood.</summary>
    public void StartAnew()
    {
        _scope.Dispose();
        _scope = _services.CreateScope();
    }

    /// <summary>Answers calls of one action in turn; the last answer repeats.</summary>
    public void Answers(string path, params Answer[] answers)
    {
        var next = -1;
        Answers(path, _ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]);
    }

    public void Answers(string path, Func<IRequestMessage, Answer> answer, int priority = 0) =>
        _server.Given(Request.Create().WithPath(path)).AtPriority(priority).RespondWith(Response.Create().WithCallback(async request =>
        {
            lock (_sent) _sent.Add(request);
            var told = answer(request);
            if (told.Held is { } held) await held;
            return new ResponseMessage
            {
                StatusCode = told.Status,
                Headers = told.Headers.ToDictionary(h => h.Key, h => new WireMockList<string>(h.Value)),
                BodyData = new BodyData { DetectedBodyType = BodyType.String, BodyAsString = told.Body },
            };
        }));

    public void AnswersToken(params string[] tokens)
    {
        Answers("/cgi-bin/gettoken", [.. tokens.Select(t => Answer.Json($$"""{"errcode":0,"errmsg":"ok","access_token":"{{t}}","expires_in":7200}"""))]);
    }

    /// <summary>What was sent to one action so far, in order.</summary>
    public IReadOnlyList<IRequestMessage> Sent(string path, string? method = null)
    {
        lock (_sent) return [.. _sent.Where(r => r.Path == path && (method is null || r.Method == method))];
    }

    public void StopServer() => _server.Stop();

    public void Dispose()
    {
        _scope.Dispose();
        _services.Dispose();
        _server.Dispose();
    }
}

/// <summary>One answer of another system.</summary>
internal sealed record Answer(int Status, string Body)
{
    public Dictionary<string, string> Headers { get; init; } = new() { ["Content-Type"] = "application/json; charset=utf-8" };

    /// <summary>When set, the answer is kept back until then.</summary>
    public Task? Held { get; init; }

    public static Answer Json(string body) => new(200, body);

    public static Answer Errcode(int errcode) => Json($$"""{"errcode":{{errcode}},"errmsg":"whatever, Warning: wrong json format"}""");

    public static readonly Answer Html = new(200, "<html><body>502 Bad Gateway</body></html>") { Headers = new() { ["Content-Type"] = "text/html" } };
    public static readonly Answer Empty = new(200, "");

    /// <summary>An answer that comes only when the caller has long given up.</summary>
    public static Answer Never => new(200, "{}") { Held = new TaskCompletionSource().Task };
}
