using System.Diagnostics;
using System.Globalization;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Benchmarks;

/// <summary>A process that runs one import and says how far it is, percent by percent; it can be killed.</summary>
internal static class ImportProcess
{
    /// <summary>What this program is called with to be such a process; the settings of its database and the id of the import follow.</summary>
    public const string Verb = "run-import";

    /// <param name="Percent">The last that was said.</param>
    /// <param name="MostBytes">The largest working set; 0 for one that was killed.</param>
    public sealed record End(int Percent, long MostBytes);

    /// <summary>Runs an import in a process of its own; kills it as soon as it says that it is so far.</summary>
    public static async Task<End> RunAsync(BenchDatabase database, Guid import, int? killedAt, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ImportProcess).Assembly.Location, Verb, import.ToString("D"), .. database.SettingsOver(database.Connection)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var end = new End(0, 0);
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            var words = line.Split(' ');
            if (words[0] == "percent") end = end with { Percent = int.Parse(words[1], CultureInfo.InvariantCulture) };
            if (words[0] == "most") end = end with { MostBytes = long.Parse(words[1], CultureInfo.InvariantCulture) };
            if (killedAt is not { } limit || end.Percent < limit) continue;
            process.Kill();
            await process.WaitForExitAsync(ct);
            return end;
        }

        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 && killedAt is null ? end : throw new InvalidOperationException($"Expected the import to {(killedAt is null ? "end" : "be killed on its way")}, but its process ended with {process.ExitCode}.");
    }

    /// <summary>What the process itself does.</summary>
    public static async Task<int> BeAsync(string[] args, CancellationToken ct)
    {
        await using var app = BenchServer.Build(args[2..]);
        await using var scope = app.Services.CreateAsyncScope();
        var import = await scope.ServiceProvider.GetRequiredService<AppDbContext>().PeopleImports.AsNoTracking().SingleAsync(i => i.Id == Guid.Parse(args[1], CultureInfo.InvariantCulture), ct);
        var progress = app.Services.GetRequiredService<ImportProgress>();
        var said = -1;
        void Say()
        {
            if (progress.Of(import.Id) is not { } percent || percent == Interlocked.Exchange(ref said, percent)) return;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"percent {percent}"));
        }

        await using (TimeProvider.System.CreateTimer(_ => Say(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20))) await app.Services.GetRequiredService<RunImport>().RunAsync(import, ct);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"most {self.PeakWorkingSet64}"));
        return 0;
    }
}
