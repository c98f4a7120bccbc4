using HrBpm.Benchmarks;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>How often a run talks to the database server. Counted on the wire, because a driver's commands do not say what is sent together.</summary>
public sealed class RoundTripTests
{
    private const int Budget = 3;

    [Fact]
    public async Task A_resume_stays_within_its_budget_of_round_trips()
    {
        await using var server = await WorkflowServer.StartAsync(TestDatabase.Postgres);
        await server.PublishAsync(TestFlow.Sequence("round-trips", TestFlow.Event("a"), TestFlow.Event("b"), TestFlow.Event("c"), TestFlow.Event("d")));
        var direct = new NpgsqlConnectionStringBuilder(server.Server.Database.ConnectionString);
        await using var wire = new RoundTripCounter(direct.Host!, direct.Port);
        // Not started, so that nothing in its background talks on the wire.
        await using var counted = HrBpmHost.Build([.. server.Server.Database.Arguments, $"--ConnectionStrings:Postgres={new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = wire.Port }}"]);
        var runtime = counted.Services.GetRequiredService<WorkflowRuntime>();
        var ids = new List<string>();
        for (var n = 0; n < 3; n++) ids.Add(await server.StartInstanceAsync("round-trips"));

        // The first ones open the connection, read the definition and prepare statements.
        var trips = new List<int>();
        foreach (var id in ids)
            for (var resume = 0; resume < 3; resume++) trips.Add(await TripsAsync(id));

        trips[3..].ShouldAllBe(t => t > 0 && t <= Budget, $"round trips of each resume: {string.Join(", ", trips)}");

        async Task<int> TripsAsync(string id)
        {
            var bookmark = (await server.BookmarksAsync(id)).Single();
            var before = wire.Trips;
            (await runtime.ResumeAsync(new ResumeCommand(bookmark) { Actor = "li.na" }, CancellationToken.None)).ShouldBeNull();
            return wire.Trips - before;
        }
    }
}
