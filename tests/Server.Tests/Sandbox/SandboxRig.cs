using System.Net.Http.Json;
using System.Text.Json;
using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Activities.Tests.Connectors;
using HrBpm.Server.Features.Sandbox;
using HrBpm.Workflows.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Sandbox;

/// <summary>A running server with its sandbox, and the product's connectors, which call it over HTTP.</summary>
internal sealed class SandboxRig : IAsyncDisposable
{
    private readonly Visit _visit = new();
    private IServiceScope _scope;

    private SandboxRig(HrBpmServer server, HttpClient administrator)
    {
        (Server, Administrator) = (server, administrator);
        _scope = server.Services.CreateScope();
    }

    public HrBpmServer Server { get; }

    /// <summary>Signed in as the company's administrator, who may drive the sandbox.</summary>
    public HttpClient Administrator { get; }

    public WeComClient WeCom => _scope.ServiceProvider.GetRequiredService<WeComClient>();
    public ScimClient Scim => _scope.ServiceProvider.GetRequiredService<ScimClient>();
    public PayrollClient Payroll => _scope.ServiceProvider.GetRequiredService<PayrollClient>();
    public TimeProvider Time => _scope.ServiceProvider.GetRequiredService<TimeProvider>();
    public IReadOnlyList<ConnectorCall> Calls => _scope.ServiceProvider.GetRequiredService<ConnectorCalls>().Taken;

    public static async Task<SandboxRig> StartAsync(TestDatabase database, params (string Key, string Value)[] settings)
    {
        var server = await HrBpmServer.StartAsync(database, settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        return await OnAsync(server);
    }

    public static async Task<SandboxRig> OnAsync(HrBpmServer server) => new(server, await server.SignInAsync("xu.nuo"));

    public Task<ActivityResult> RunAsync(Activity activity) => activity.RunAsync(_visit, TestContext.Current.CancellationToken);

    /// <summary>Runs as the job runner does: again after each transient failure.</summary>
    /// <returns>The result, and how many runs it took.</returns>
    public async Task<(ActivityResult Result, int Runs)> RunUntilDoneAsync(Func<Activity> activity)
    {
        for (var runs = 1; ; runs++)
        {
            try
            {
                return (await RunAsync(activity()), runs);
            }
            catch (ConnectorException e) when (e.IsTransient && runs < 60)
            {
                StartAnew();
            }
        }
    }

    public void StartAnew()
    {
        _scope.Dispose();
        _scope = Server.Services.CreateScope();
    }

    public async Task FaultAsync(object fault)
    {
        var answer = await Administrator.PostAsJsonAsync("/api/sandbox/faults", fault);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public async Task AdvanceAsync(TimeSpan by)
    {
        var answer = await Administrator.PostAsJsonAsync("/api/sandbox/clock/advance", new { by });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public async Task<ReadEffects.Response> EffectsAsync() =>
        (await Administrator.GetFromJsonAsync<ReadEffects.Response>("/api/sandbox/effects", JsonSerializerOptions.Web)).ShouldNotBeNull();

    public ValueTask DisposeAsync()
    {
        _scope.Dispose();
        return Server.DisposeAsync();
    }
}
