using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>The imports of the caller's company, newest first, so that nobody loses one by closing a page.</summary>
internal static class ListImports
{
    private const int MostAtOnce = 200;

    /// <param name="UploadedBy">Name of whoever brought the file.</param>
    /// <param name="Progress">Percent of the present state's work.</param>
    /// <param name="Problem">Why it failed.</param>
    public sealed record Item(Guid Id, string FileName, Guid UploadedById, string UploadedBy, DateTime UploadedUtc, ImportState State, int Progress, int Rows, int New, int Changed, int Unchanged, int Rejected, int Warned, string? Problem);

    /// <param name="Total">How many there are altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Only those in this state: uploaded, checking, checked, applying, applied, refused or failed.")] string? state,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, CurrentUser user, ListPages pages, ImportProgress progress, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, MostAtOnce) is { } unfit) return unfit.ToProblem();
        ImportState? wanted = Enum.TryParse<ImportState>(state, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(state![0]) ? parsed : null;
        if (wanted is null && state is { Length: > 0 }) return Problems.Invalid("imports.state", $"Expected 'state' to be uploaded, checking, checked, applying, applied, refused or failed, but it is '{state}'.");
        var imports = db.PeopleImports.AsNoTracking().Where(i => i.CompanyId == user.CompanyId && (wanted == null || i.State == wanted));
        var found = await imports.OrderByDescending(i => i.UploadedUtc).ThenByDescending(i => i.Id).Skip(skip ?? 0).Take(take ?? 50)
            .Select(i => new Item(i.Id, i.FileName, i.UploadedById, db.People.Where(p => p.Id == i.UploadedById).Select(p => p.Name).FirstOrDefault() ?? "", i.UploadedUtc, i.State, i.Progress,
                i.Rows, i.New, i.Changed, i.Unchanged, i.Rejected, i.Warned, i.Problem)).ToListAsync(ct);
        return TypedResults.Ok(new Response(found.ConvertAll(i => i.State is ImportState.Checking or ImportState.Applying && progress.Of(i.Id) is { } here ? i with { Progress = here } : i), await pages.CountAsync(imports, ct)));
    }
}
