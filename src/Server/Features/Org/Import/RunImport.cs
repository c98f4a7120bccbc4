using System.Runtime.CompilerServices;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Checks or writes one file. It may be broken off at any moment, and whoever runs it next goes on behind the last part that was decided; people are written all at once, or not at all.</summary>
/// <remarks>What is in memory of every row is its <see cref="RowOutline"/>; decisions are read back part by part, first for the report and then to be written.</remarks>
internal sealed class RunImport(IServiceScopeFactory scopes, ImportChunks chunks, ImportProgress progress)
{
    // Reading and deciding take about as long as writing does.
    private const int PercentOfPlan = 40;

    /// <param name="Basis">What the decisions rest on.</param>
    /// <param name="Rows">What becomes of each row.</param>
    /// <param name="Positions">Positions that the file brought.</param>
    /// <param name="Parts">Reads the decisions.</param>
    private sealed record Plan(string Basis, IReadOnlyList<RowOutline> Rows, IReadOnlyCollection<Position> Positions, DecidedParts Parts)
    {
        public bool HasErrors => Rows.Any(r => r.Outcome == RowOutcome.Error);
    }

    /// <summary>Runs the import.</summary>
    /// <param name="job">As it was taken, being checked or applied.</param>
    /// <param name="ct">Breaks it off.</param>
    /// <exception cref="UnreadableFileException">The file is broken, or too large; nothing is written.</exception>
    /// <exception cref="DbUpdateConcurrencyException">Something that the decisions rest on has changed meanwhile; nothing is written, and they have to be made anew.</exception>
    public async Task RunAsync(PeopleImport job, CancellationToken ct)
    {
        var (isDryRun, heap) = (job.State == ImportState.Checking, new ImportHeap());
        // Nobody is held up by decisions: they are made without a transaction, and hold if their basis is still the same when they are carried out.
        var (plan, report) = await DecideAsync(job, isDryRun ? 100 : PercentOfPlan, heap, ct);
        await using var scope = Scope(job, out var db);
        var transaction = scope.ServiceProvider.GetRequiredService<WriteTransaction>();
        await BeginAsync(transaction, db, job, ct);
        var isRefused = !isDryRun && !job.SkipsRejected && plan.HasErrors;
        if (!isDryRun && !isRefused)
        {
            if (await ImportBasis.ReadAsync(db, job, ct) != plan.Basis || await ImportChunks.BasisAsync(db, job, ct) != plan.Basis)
                throw new DbUpdateConcurrencyException($"Expected the company to be as it was when import {job.Id} was decided, but it has changed meanwhile.");
            await new WriteImport(db, scope.ServiceProvider.GetRequiredService<Phones>(), [.. scope.ServiceProvider.GetServices<IFollowsEmployment>()], job.CompanyId).RunAsync(plan.Rows, plan.Parts, plan.Positions,
                (done, of) => Reached(job, PercentOfPlan + (done * (100 - PercentOfPlan) / of), heap), ct);
        }

        await FinishAsync(scope.ServiceProvider, job, isDryRun ? ImportState.Checked : isRefused ? ImportState.Refused : ImportState.Applied, plan.Rows, report, ct);
        await transaction.CommitAsync(ct);
    }

    // In a method of its own, so that the file is let go of before anything is written.
    private async Task<(Plan Plan, byte[] Report)> DecideAsync(PeopleImport job, int percent, ImportHeap heap, CancellationToken ct)
    {
        var bytes = await BytesAsync(job, ct);
        heap.Expect(bytes.Length);
        var file = ImportFile.Open(bytes);
        var plan = await PlanAsync(job, file, percent, heap, ct);
        heap.Keep();
        await using var scope = Scope(job, out var db);
        return (plan, await ImportReport.WriteAsync(file.Columns, ReportAsync(db, plan, file, heap, ct)));
    }

    private async Task<Plan> PlanAsync(PeopleImport job, ImportFile file, int percent, ImportHeap heap, CancellationToken ct)
    {
        await using var scope = Scope(job, out var db);
        // Read first: what changes while the rest is read makes the basis another one.
        var basis = await ImportBasis.ReadAsync(db, job, ct);
        heap.Keep();
        var decided = await chunks.OnAsync(job, basis, ct);
        var mapping = ImportMapping.Read(job.Mapping!);
        var places = await ImportPlaces.ReadAsync(db, job, ct);
        var own = await ImportOwnFields.ReadAsync(db, job.CompanyId, mapping, file.Columns, ct);
        var known = await KnownPeople.ReadAsync(db, scope.ServiceProvider.GetRequiredService<Phones>(), job.CompanyId, await HoldingMoreAsync(scope.ServiceProvider, db, job, ct), ct);
        heap.Keep();
        var plan = new PlanImport(job, file, mapping, known, places, own);
        var rows = plan.Outline();
        var parts = new DecidedParts(job, rows, own.ByKey);
        await plan.RunAsync(rows, decided, number => parts.OfChunkAsync(db, number, ct), (number, packed) => chunks.KeepAsync(job, number, packed, ct), (done, of) => Reached(job, done * percent / of, heap));
        return new(basis, rows, places.NewPositions, parts);
    }

    private static async Task<HashSet<Guid>> HoldingMoreAsync(IServiceProvider scope, AppDbContext db, PeopleImport job, CancellationToken ct)
    {
        var by = await scope.GetRequiredService<FindIdentity>().OfAsync(job.AskedById ?? job.UploadedById, ct)
            ?? throw new UnreadableFileException("Expected whoever asked for the import to be known, but they are not any more.");
        return await GrantedRights.WiderThanAsync(db, by, job.CompanyId, scope.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, ct);
    }

    private static async IAsyncEnumerable<ReportRow> ReportAsync(AppDbContext db, Plan plan, ImportFile file, ImportHeap heap, [EnumeratorCancellation] CancellationToken ct)
    {
        // The file is read once more only if somebody gets rows of it back.
        using var cells = plan.HasErrors ? file.Rows().GetEnumerator() : null;
        await foreach (var some in plan.Parts.ReadAsync(db, _ => true, ct))
        {
            foreach (var row in some) yield return row.ToReport(cells?.MoveNext() == true ? cells.Current : null);
            heap.Keep();
        }
    }

    private void Reached(PeopleImport job, int percent, ImportHeap heap)
    {
        progress.Report(job.Id, percent);
        heap.Keep();
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

    private static async Task FinishAsync(IServiceProvider scope, PeopleImport job, ImportState state, IReadOnlyList<RowOutline> rows, byte[] report, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var stored = await db.PeopleImports.SingleAsync(i => i.Id == job.Id, ct);
        // Somebody else finished it first, because this process was taken for dead: then its result stands, and this one is rolled back.
        if (stored.State != job.State) throw new DbUpdateConcurrencyException($"Expected import {job.Id} to be {job.State}, but it is {stored.State}.");
        (stored.State, stored.Progress, stored.LeasedUntilUtc, stored.Problem) = (state, 100, null, null);
        stored.Rows = rows.Count;
        (stored.New, stored.Changed, stored.Unchanged, stored.Rejected) = (Count(rows, RowOutcome.New), Count(rows, RowOutcome.Change), Count(rows, RowOutcome.Unchanged), Count(rows, RowOutcome.Error));
        stored.Warned = rows.Count(r => r.IsWarned);
        stored.Report = report;
        if (state != ImportState.Applied) return;
        // The report holds what is needed from now on; a file of personal data is not kept for nothing.
        await db.ImportedFiles.Where(f => f.Id == job.Id).ExecuteDeleteAsync(ct);
        await db.ImportChunks.Where(c => c.ImportId == job.Id).ExecuteDeleteAsync(ct);
        var data = new { stored.FileName, stored.Sha256, stored.Rows, stored.New, stored.Changed, stored.Unchanged, stored.Rejected };
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(job.CompanyId, job.UploadedById.ToString("D"), "org.people.import", $"import:{job.Id:D}", data));
    }

    private static int Count(IReadOnlyList<RowOutline> rows, RowOutcome outcome) => rows.Count(r => r.Outcome == outcome);
}
