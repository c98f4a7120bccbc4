using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Who saw, changed or exported what is secret about the caller, newest first: looks at their record, numbers and pay, copies of their data, and files that they were in.</summary>
internal static class ListMyViewers
{
    private const int Most = 500;

    /// <param name="By">Name of the person; the word in the audit trail where it was none.</param>
    /// <param name="Data">The particulars, such as field and reason; of a file its list and how many people were in it.</param>
    public sealed record View(DateTime AtUtc, string By, string Action, JsonNode? Data);

    private sealed record Found(DateTime AtUtc, string Actor, string Action, JsonNode? Data);

    public static async Task<Results<Ok<List<View>>, ProblemHttpResult>> HandleAsync(
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 500. Default 500.")] int? take,
        AppDbContext db, EntryParticulars particulars, CurrentUser user, ListPages pages, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, Most) is { } unfit) return unfit.ToProblem();
        var upTo = (skip ?? 0) + (take ?? Most);
        List<Found> found = [.. await EntriesAsync(db, particulars, user.PersonId, upTo, ct), .. await FilesAsync(db, user.PersonId, upTo, ct)];
        var page = found.OrderByDescending(f => f.AtUtc).Skip(skip ?? 0).Take(take ?? Most).ToList();
        var ids = page.Select(e => Guid.TryParse(e.Actor, out var id) ? id : Guid.Empty).Distinct().ToList();
        var names = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id.ToString("D"), p => p.Name, ct);
        return TypedResults.Ok(page.ConvertAll(e => new View(e.AtUtc, names.GetValueOrDefault(e.Actor, e.Actor), e.Action, e.Data)));
    }

    private static async Task<IEnumerable<Found>> EntriesAsync(AppDbContext db, EntryParticulars particulars, Guid personId, int most, CancellationToken ct)
    {
        var person = $"person:{personId:D}";
        var pay = (await db.PayStatements.Where(s => s.EmployeeId == personId).Select(s => s.Id).ToListAsync(ct)).ConvertAll(id => $"pay-statement:{id:D}");
        var entries = await db.AuditEntries.AsNoTracking()
            .Where(e => (e.Subject == person && e.Action.StartsWith("person.")) || (pay.Contains(e.Subject) && e.Action == "payroll.statement-read"))
            .OrderByDescending(e => e.Id).Take(most).ToListAsync(ct);
        var opened = await particulars.OpenAsync(entries, ct);
        return entries.Select(e => new Found(e.WrittenAtUtc, e.Actor, e.Action, EntryParticulars.Join(e, opened)));
    }

    private static async Task<IEnumerable<Found>> FilesAsync(AppDbContext db, Guid personId, int most, CancellationToken ct) =>
        (await db.ExportedPeople.AsNoTracking().Where(e => e.PersonId == personId).OrderByDescending(e => e.ExportId).Take(most).ToListAsync(ct))
            .Select(e => new Found(e.AtUtc, e.ById.ToString("D"), "lists.export", JsonSerializer.SerializeToNode(new { list = e.List, people = e.People })));
}
