using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Checks or writes one file from its beginning to its end. It may be broken off at any moment and run again: either everything is written, or nothing.</summary>
internal sealed class RunImport(IServiceScopeFactory scopes, ImportProgress progress)
{
    // Reading and deciding take about as long as writing does.
    private const int PercentOfPlan = 40;

    /// <summary>Runs the import.</summary>
    /// <param name="job">As it was taken, being checked or applied.</param>
    /// <param name="ct">Breaks it off.</param>
    /// <exception cref="UnreadableFileException">The file is broken, or too large; nothing is written.</exception>
    public async Task RunAsync(PeopleImport job, CancellationToken ct)
    {
        var file = ImportFile.Open(await BytesAsync(job, ct));
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CompanyScope>().Enter(job.CompanyId);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var phones = scope.ServiceProvider.GetRequiredService<Phones>();
        var isDryRun = job.State == ImportState.Checking;
        var transaction = scope.ServiceProvider.GetRequiredService<WriteTransaction>();
        // A dry run holds nobody up: it reads, and only its result is written.
        if (!isDryRun) await BeginAsync(transaction, db, job, ct);
        var places = await ImportPlaces.ReadAsync(db, job.CompanyId, ct);
        var plan = new PlanImport(file, ImportMapping.Read(job.Mapping!), await KnownPeople.ReadAsync(db, phones, job.CompanyId, ct), places);
        var rows = plan.Run((done, of) => progress.Report(job.Id, done * (isDryRun ? 100 : PercentOfPlan) / of));
        if (isDryRun) await transaction.BeginAsync(ct);
        var isRefused = !isDryRun && !job.SkipsRejected && rows.Exists(r => r.Outcome == RowOutcome.Error);
        if (!isDryRun && !isRefused)
        {
            await new WriteImport(db, phones, job.CompanyId).RunAsync([.. rows.Where(r => r.Outcome != RowOutcome.Error)], places.NewPositions,
                (done, of) => progress.Report(job.Id, PercentOfPlan + (done * (100 - PercentOfPlan) / of)), ct);
        }

        await FinishAsync(scope.ServiceProvider, job, isDryRun ? ImportState.Checked : isRefused ? ImportState.Refused : ImportState.Applied, file.Columns, rows, ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<byte[]> BytesAsync(PeopleImport job, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().ImportedFiles.Where(f => f.Id == job.Id).Select(f => f.Bytes).SingleAsync(ct);
    }

    // What is checked must still be true when it is written: the company's structure does not change meanwhile.
    private static async Task BeginAsync(WriteTransaction transaction, AppDbContext db, PeopleImport job, CancellationToken ct)
    {
        await transaction.BeginAsync(ct);
        if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlAsync($"SELECT 1 FROM companies WHERE id = {job.CompanyId} FOR UPDATE", ct);
    }

    private static async Task FinishAsync(IServiceProvider scope, PeopleImport job, ImportState state, IReadOnlyList<string> columns, List<PlannedRow> rows, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var stored = await db.PeopleImports.SingleAsync(i => i.Id == job.Id, ct);
        // Somebody else finished it first, because this process was taken for dead: then its result stands, and this one is rolled back.
        if (stored.State != job.State) throw new DbUpdateConcurrencyException($"Expected import {job.Id} to be {job.State}, but it is {stored.State}.");
        (stored.State, stored.Progress, stored.LeasedUntilUtc, stored.Problem) = (state, 100, null, null);
        stored.Rows = rows.Count;
        (stored.New, stored.Changed, stored.Unchanged, stored.Rejected) = (Count(rows, RowOutcome.New), Count(rows, RowOutcome.Change), Count(rows, RowOutcome.Unchanged), Count(rows, RowOutcome.Error));
        stored.Warned = rows.Count(r => r.Warnings.Count > 0);
        stored.Report = ImportReport.Write(columns, rows.Select(r => r.ToReport()));
        if (state != ImportState.Applied) return;
        // The report holds what is needed from now on; a file of personal data is not kept for nothing.
        await db.ImportedFiles.Where(f => f.Id == job.Id).ExecuteDeleteAsync(ct);
        var data = new { stored.FileName, stored.Sha256, stored.Rows, stored.New, stored.Changed, stored.Unchanged, stored.Rejected };
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(job.CompanyId, job.UploadedById.ToString("D"), "org.people.import", $"import:{job.Id:D}", data));
    }

    private static int Count(List<PlannedRow> rows, RowOutcome outcome) => rows.Count(r => r.Outcome == outcome);
}

/// <summary>The mapping of columns as it is stored.</summary>
internal static class ImportMapping
{
    public static string Write(IReadOnlyDictionary<ImportField, string> mapping) => JsonSerializer.Serialize(mapping.ToDictionary(m => m.Key.ToString(), m => m.Value));

    public static IReadOnlyDictionary<ImportField, string> Read(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.ToDictionary(m => Enum.Parse<ImportField>(m.Key), m => m.Value);
}
