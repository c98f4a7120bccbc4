using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Checks or writes one file. It may be broken off at any moment, and whoever runs it next goes on behind the last part that was decided; people are written all at once, or not at all.</summary>
internal sealed class RunImport(IServiceScopeFactory scopes, ImportChunks chunks, ImportProgress progress)
{
    // Reading and deciding take about as long as writing does.
    private const int PercentOfPlan = 40;

    /// <summary>Runs the import.</summary>
    /// <param name="job">As it was taken, being checked or applied.</param>
    /// <param name="ct">Breaks it off.</param>
    /// <exception cref="UnreadableFileException">The file is broken, or too large; nothing is written.</exception>
    /// <exception cref="DbUpdateConcurrencyException">Something that the decisions rest on has changed meanwhile; nothing is written, and they have to be made anew.</exception>
    public async Task RunAsync(PeopleImport job, CancellationToken ct)
    {
        var file = ImportFile.Open(await BytesAsync(job, ct));
        var isDryRun = job.State == ImportState.Checking;
        // Nobody is held up by decisions: they are made without a transaction, and hold if their basis is still the same when they are carried out.
        var (basis, rows, positions) = await PlanAsync(job, file, isDryRun ? 100 : PercentOfPlan, ct);
        await using var scope = Scope(job, out var db);
        var transaction = scope.ServiceProvider.GetRequiredService<WriteTransaction>();
        await BeginAsync(transaction, db, job, ct);
        var isRefused = !isDryRun && !job.SkipsRejected && rows.Exists(r => r.Outcome == RowOutcome.Error);
        if (!isDryRun && !isRefused)
        {
            if (await ImportBasis.ReadAsync(db, job, ct) != basis) throw new DbUpdateConcurrencyException($"Expected the company to be as it was when import {job.Id} was decided, but it has changed meanwhile.");
            await new WriteImport(db, scope.ServiceProvider.GetRequiredService<Phones>(), job.CompanyId).RunAsync([.. rows.Where(r => r.Outcome != RowOutcome.Error)], positions,
                (done, of) => progress.Report(job.Id, PercentOfPlan + (done * (100 - PercentOfPlan) / of)), ct);
        }

        await FinishAsync(scope.ServiceProvider, job, isDryRun ? ImportState.Checked : isRefused ? ImportState.Refused : ImportState.Applied, file.Columns, rows, ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<(string Basis, List<PlannedRow> Rows, IEnumerable<Position> Positions)> PlanAsync(PeopleImport job, ImportFile file, int percent, CancellationToken ct)
    {
        await using var scope = Scope(job, out var db);
        // Read first: what changes while the rest is read makes the basis another one.
        var basis = await ImportBasis.ReadAsync(db, job, ct);
        var decided = await chunks.OnAsync(job, basis, ct);
        var mapping = ImportMapping.Read(job.Mapping!);
        var places = await ImportPlaces.ReadAsync(db, job, ct);
        var own = await ImportOwnFields.ReadAsync(db, job.CompanyId, mapping, file.Columns, ct);
        var plan = new PlanImport(job, file, mapping, await KnownPeople.ReadAsync(db, scope.ServiceProvider.GetRequiredService<Phones>(), job.CompanyId, ct), places, own);
        var rows = await plan.RunAsync(decided, (number, packed) => chunks.KeepAsync(job, number, packed, ct), (done, of) => progress.Report(job.Id, done * percent / of));
        return (basis, rows, places.NewPositions);
    }

    private AsyncServiceScope Scope(PeopleImport job, out AppDbContext db)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CompanyScope>().Enter(job.CompanyId);
        db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return scope;
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
        await db.ImportChunks.Where(c => c.ImportId == job.Id).ExecuteDeleteAsync(ct);
        var data = new { stored.FileName, stored.Sha256, stored.Rows, stored.New, stored.Changed, stored.Unchanged, stored.Rejected };
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(job.CompanyId, job.UploadedById.ToString("D"), "org.people.import", $"import:{job.Id:D}", data));
    }

    private static int Count(List<PlannedRow> rows, RowOutcome outcome) => rows.Count(r => r.Outcome == outcome);
}
