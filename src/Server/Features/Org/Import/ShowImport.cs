using System.ComponentModel;
using System.Globalization;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Shows how far an import is, its report row by row, and its rejected rows as a file.</summary>
internal static class ShowImport
{
    private const int MostAtOnce = 500;

    /// <param name="Progress">Percent of the present state's work.</param>
    /// <param name="Rows">Rows of the file, once they were read; the other figures say what becomes of them.</param>
    /// <param name="Problem">Why it failed.</param>
    public sealed record Response(Guid Id, string FileName, ImportState State, int Progress, int Rows, int New, int Changed, int Unchanged, int Rejected, int Warned, string? Problem);

    /// <param name="Total">How many rows of that outcome there are.</param>
    public sealed record RowsResponse(IReadOnlyList<ReportRow> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid importId, AppDbContext db, ImportProgress progress, CancellationToken ct)
    {
        var found = await db.PeopleImports.Where(i => i.Id == importId)
            .Select(i => new Response(i.Id, i.FileName, i.State, i.Progress, i.Rows, i.New, i.Changed, i.Unchanged, i.Rejected, i.Warned, i.Problem)).SingleOrDefaultAsync(ct);
        if (found is null) return ImportPeople.Unknown(importId);
        return TypedResults.Ok(found.State is ImportState.Checking or ImportState.Applying && progress.Of(importId) is { } here ? found with { Progress = here } : found);
    }

    public static async Task<Results<Ok<RowsResponse>, ProblemHttpResult>> RowsAsync(Guid importId,
        [Description("Only rows of this outcome: error, new, change or unchanged, or those with a warning; all when absent.")] string? outcome,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 500. Default 50.")] int? take,
        AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (skip is < 0) return Problems.Invalid("imports.skip", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take is < 1 or > MostAtOnce) return Problems.Invalid("imports.take", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        RowOutcome? wanted = Enum.TryParse<RowOutcome>(outcome, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(outcome![0]) ? parsed : null;
        var isWarned = string.Equals(outcome, "warning", StringComparison.OrdinalIgnoreCase);
        if (wanted is null && !isWarned && outcome is { Length: > 0 }) return Problems.Invalid("imports.outcome", $"Expected 'outcome' to be error, warning, new, change or unchanged, but it is '{outcome}'.");
        var (report, hidden, refusal) = await ReportAsync(importId, db, user, ct);
        if (refusal is not null) return refusal;
        var total = 0;
        var page = new List<ReportRow>();
        foreach (var row in ImportReport.Read(report!).Where(r => isWarned ? r.Warnings.Count > 0 : wanted is null || r.Outcome == wanted))
        {
            if (total >= (skip ?? 0) && page.Count < (take ?? 50)) page.Add(hidden.Of(row));
            total++;
        }

        return TypedResults.Ok(new RowsResponse(page, total));
    }

    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> RejectedAsync(Guid importId, [Description("<c>csv</c> or <c>xlsx</c>. Default: xlsx.")] string? format, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (ListFile.WhyNotFormat(format) is { } unfit) return unfit.ToProblem();
        var (report, hidden, refusal) = await ReportAsync(importId, db, user, ct);
        if (refusal is not null) return refusal;
        var rows = ImportReport.Read(report!).Where(r => r.Outcome == RowOutcome.Error).Select(hidden.Of)
            .Select(r => (IReadOnlyList<string?>)[.. r.Cells!, r.Row.ToString(CultureInfo.InvariantCulture), string.Join(' ', r.Errors)]);
        return await ListFile.MakeAsync(format ?? "xlsx", "rejected", [.. ImportReport.ColumnsOf(report!), "行号 Row", "原因 Reason"], rows.ToAsyncEnumerable(), ct);
    }

    private static async Task<(byte[]? Report, HiddenCells Hidden, ProblemHttpResult? Refusal)> ReportAsync(Guid importId, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var found = await db.PeopleImports.Where(i => i.Id == importId).Select(i => new { i.Report, i.State, i.Mapping }).SingleOrDefaultAsync(ct);
        if (found is null) return (null, HiddenCells.None, ImportPeople.Unknown(importId));
        if (found.Report is null && found.State is ImportState.Applied or ImportState.Lapsed) return (null, HiddenCells.None, Problems.Conflict("imports.gone", "Expected an import whose report is still kept, but its time is over."));
        if (found.Report is null) return (null, HiddenCells.None, Problems.Conflict("imports.unchecked", "Expected the rows to have been checked, but they have not."));
        return (found.Report, HiddenCells.Of(user, found.Mapping, ImportReport.ColumnsOf(found.Report)), null);
    }
}
