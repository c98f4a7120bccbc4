using System.Net;
using System.Net.Http.Json;
using HrBpm.Server.Tests;

namespace HrBpm.EndToEnd.Tests.Killed;

/// <summary>Server processes on one database, and an administrator who uses all of them.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly FreshDatabase database;
    private readonly ITestOutputHelper output;
    private readonly string[] settings;
    private readonly List<ServerProcess> servers = [];
    private readonly HttpClient client = HttpClientFactory.Make(new Uri("http://127.0.0.1"));

    private Cluster(FreshDatabase database, ITestOutputHelper output)
    {
        (this.database, this.output) = (database, output);
        var definitions = Path.Combine(database.Folder, "definitions");
        OrderFlows.WriteTo(definitions);
        settings = ["--environment=Development", "--Sandbox:Enabled=false", "--Demo:Seed=true", "--SignIn:HashIterations=1000", "--SignIn:SecondFactor:Administrators=false", $"--Workflows:DefinitionsFolder={definitions}"];
    }

    /// <summary>Where the processes listen.</summary>
    public IReadOnlyList<Uri> Addresses
    {
        get { lock (servers) return [.. servers.Select(s => s.Address)]; }
    }

    public static async Task<Cluster> StartAsync(FreshDatabase database, int processes, ITestOutputHelper output, CancellationToken ct)
    {
        var cluster = new Cluster(database, output);
        try
        {
            for (var n = 0; n < processes; n++) await cluster.StartOneAsync(ct);
            var answer = await cluster.client.PostAsJsonAsync(new Uri(cluster.Addresses[0], "/api/sign-in"), new { userName = "xu.nuo", password = HrBpmServer.Password }, ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(ct));
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    public async Task StartWaveAsync(CancellationToken ct)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(Addresses[^1], $"/elsa/api/workflow-definitions/{OrderFlows.Wave}/dispatch"), new { }, ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>Resumes a bookmark.</summary>
    /// <returns>True when this request did it; false when another one did, or nobody knows because the server died.</returns>
    public async Task<bool> ResumeAsync(Uri address, string bookmark, CancellationToken ct)
    {
        try
        {
            using var answer = await client.PostAsJsonAsync(new Uri(address, $"/elsa/api/bookmarks/{bookmark}/resume"), new { }, ct);
            answer.StatusCode.ShouldBeOneOf([HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.Conflict], await answer.Content.ReadAsStringAsync(ct));
            return answer.StatusCode == HttpStatusCode.NoContent;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>True when no process is left.</summary>
    public bool IsDead => Addresses.Count == 0;

    /// <summary>Starts one more process.</summary>
    public async Task StartOneAsync(CancellationToken ct)
    {
        var server = await ServerProcess.StartAsync(database, settings, ct);
        lock (servers) servers.Add(server);
    }

    /// <summary>Kills one of the processes.</summary>
    public async Task KillAsync(int which, CancellationToken ct)
    {
        ServerProcess victim;
        lock (servers)
        {
            victim = servers[which % servers.Count];
            servers.Remove(victim);
        }

        using (victim)
        {
            await victim.KillAsync(ct);
            output.WriteLine(victim.Said);
        }
    }

    public void Dispose()
    {
        foreach (var server in servers)
        {
            output.WriteLine(server.Said);
            server.Dispose();
        }

        client.Dispose();
    }
}
