namespace HrBpm.Server.Platform.Verbs;

/// <summary>Serves until it is asked to stop.</summary>
internal static class Serve
{
    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var app = HrBpmHost.Build(args);
        await using (app)
        {
            await app.StartAsync(ct);
            await app.WaitForShutdownAsync(ct);
        }
        return 0;
    }
}
