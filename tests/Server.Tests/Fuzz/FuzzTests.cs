using System.Diagnostics;
using System.Globalization;
using HrBpm.Server.Database;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>Asks every operation of the served OpenAPI document for what its schema forbids, and for what programs trip over.</summary>
/// <remarks><c>HRBPM_FUZZ_SEED</c> chooses other requests, and <c>HRBPM_FUZZ_SECONDS</c> goes on with further seeds for so long; <c>HRBPM_FUZZ_PART</c> (0 to 7) chooses the eighth that PostgreSQL is asked for, which is another one each day.</remarks>
[Early]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly int FirstSeed = Number("HRBPM_FUZZ_SEED", 20260314), Seconds = Number("HRBPM_FUZZ_SECONDS", 0);

    [Theory]
    [InlineData(TestDatabase.Sqlite, 1, 1)]
    [InlineData(TestDatabase.Postgres, 1, 8)]
    public async Task Every_operation_refuses_what_is_wrong_stores_nothing_of_it_and_survives_the_rest(TestDatabase database, int perKind, int oneOf)
    {
        await using var server = await FuzzedServer.StartAsync(database);
        var operations = await ApiOperation.AllAsync(server.Company.Server.Client());
        operations.Count.ShouldBeGreaterThan(200);
        // Each day another part of them; long runs ask all of them on both databases.
        var part = Number("HRBPM_FUZZ_PART", DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).DayNumber) % oneOf;
        if (Seconds == 0) operations = [.. operations.Where((_, number) => number % oneOf == part)];
        var clock = Stopwatch.StartNew();
        var (found, sent, seed) = (new List<string>(), 0, FirstSeed);
        do
        {
            var plan = new FuzzPlan(server.Company, seed);
            var before = await server.SumsAsync();
            sent += await TryAsync(server, operations, o => plan.Of(o, areWrong: true, perKind), seed, found);
            // Later rounds find a company in which work goes on.
            if (seed == FirstSeed) found.AddRange(TableSums.Changed(before, await server.SumsAsync()).Select(table => $"HRBPM_FUZZ_SEED={seed}: refused requests changed {table}"));
            sent += await TryAsync(server, operations, o => plan.Of(o, areWrong: false, perKind), seed, found);
            foreach (var (method, mutant) in ConnectRequests.Of(server.Company.Ids["client"], perKind * 3, new Random(seed)))
            {
                sent++;
                if (await server.TryAsync(method, mutant) is { } bad) found.Add($"HRBPM_FUZZ_SEED={seed} {mutant.What}: {bad}");
            }

            seed++;
        }
        while (clock.Elapsed.TotalSeconds < Seconds);

        found.AddRange(await server.Company.Server.InScopeAsync(s => TableSums.TooLongAsync(s.GetRequiredService<AppDbContext>())));
        output.WriteLine($"{sent} requests to {operations.Count} operations in {clock.Elapsed.TotalSeconds:F1} s, seeds {FirstSeed} to {seed - 1}, HRBPM_FUZZ_PART={part} of {oneOf}");
        sent.ShouldBeGreaterThan(operations.Count * 3);
        string.Join('\n', found.Take(200)).ShouldBeEmpty($"{found.Count} bad answers, HRBPM_FUZZ_PART={part} of {oneOf}");
    }

    private static async Task<int> TryAsync(FuzzedServer server, IReadOnlyList<ApiOperation> operations, Func<ApiOperation, IReadOnlyList<Mutant>> plan, int seed, List<string> found)
    {
        var sent = 0;
        foreach (var operation in operations)
            foreach (var mutant in plan(operation))
            {
                sent++;
                if (await server.TryAsync(operation.Method, mutant) is { } bad) found.Add($"HRBPM_FUZZ_SEED={seed} {operation} ({mutant.What}): {bad}");
            }

        return sent;
    }

    private static int Number(string variable, int otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : otherwise;
}
