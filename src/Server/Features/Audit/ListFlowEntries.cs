using System.ComponentModel;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>What the audit trail has of one flow of the company: of its runs, its tasks, its signatures, its calls to other systems and its case; the latest first.</summary>
internal static class ListFlowEntries
{
    private const int MostAtOnce = 200;

    /// <param name="AtUtc">When it was written.</param>
    /// <param name="By">Name of the person; the word in the audit trail where it was none.</param>
    /// <param name="Action">What was done.</param>
    /// <param name="Subject">What it was done to.</param>
    /// <param name="Data">The particulars.</param>
    /// <param name="Hash">RFC 6962 leaf hash of the entry, lower-case hexadecimal.</param>
    /// <param name="Position">Place in the company's log, from 0; null for the moment before it is sealed.</param>
    public sealed record Item(Guid Id, DateTime AtUtc, string By, string Action, string Subject, JsonNode? Data, string Hash, long? Position);

    /// <param name="Total">How many the list has altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        string instanceId,
        [Description("How many to pass over, for further pages. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, EntryParticulars particulars, CurrentUser user, ListPages pages, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, MostAtOnce) is { } unfit) return unfit.ToProblem();
        if (!await db.WorkflowInstances.AnyAsync(i => i.Id == instanceId, ct)) return Problems.NotFound("audit.flow-unknown", $"Expected a flow {instanceId} of your company, but there is none.");
        var subjects = await SubjectsAsync(db, instanceId, ct);
        var entries = db.AuditEntries.AsNoTracking().Where(e => subjects.Contains(e.Subject));
        var page = await entries.OrderByDescending(e => e.Id).Skip(skip ?? 0).Take(take ?? 50)
            .Select(e => new { Entry = e, Place = db.SealedEntries.Where(s => s.EntryId == e.Id).Select(s => (long?)s.Position).FirstOrDefault() }).ToListAsync(ct);
        var opened = await particulars.OpenAsync([.. page.Select(p => p.Entry)], ct);
        var ids = page.Select(p => Guid.TryParseExact(p.Entry.Actor, "D", out var id) ? id : Guid.Empty).Distinct().ToList();
        // Somebody of another company of the group may have had a step.
        var names = await db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id.ToString("D"), p => p.Name, ct);
        return TypedResults.Ok(new Response(
        [
            .. page.Select(p => new Item(p.Entry.Id, p.Entry.WrittenAtUtc, names.GetValueOrDefault(p.Entry.Actor, p.Entry.Actor), p.Entry.Action, p.Entry.Subject,
                HiddenValues.For("data", EntryParticulars.Join(p.Entry, opened), user.Rights), Convert.ToHexStringLower(p.Entry.Hash), p.Place)),
        ], await pages.CountAsync(entries, ct)));
    }

    private static async Task<List<string>> SubjectsAsync(AppDbContext db, string instanceId, CancellationToken ct)
    {
        var tasks = await db.Tasks.Where(t => t.InstanceId == instanceId).Select(t => t.Id).ToListAsync(ct);
        var signatures = await db.Signatures.Where(s => s.WorkflowInstanceId == instanceId).Select(s => s.Id).ToListAsync(ct);
        var jobs = await db.WorkflowJobs.Where(j => j.InstanceId == instanceId).Select(j => j.Id).ToListAsync(ct);
        return [$"instance:{instanceId}", $"offboarding:{instanceId}", .. tasks.Select(id => $"task:{id:D}"), .. signatures.Select(id => $"signature:{id:D}"), .. jobs.Select(id => $"job:{id}")];
    }
}
