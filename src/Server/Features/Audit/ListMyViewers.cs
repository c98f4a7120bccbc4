using System.ComponentModel;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Who saw, changed or exported what is secret about the caller, newest first.</summary>
internal static class ListMyViewers
{
    private const int Most = 500;

    /// <param name="By">Name of the person; the word in the audit trail where it was none.</param>
    /// <param name="Data">The particulars, such as field and reason.</param>
    public sealed record View(DateTime AtUtc, string By, string Action, JsonNode? Data);

    public static async Task<Results<Ok<List<View>>, ProblemHttpResult>> HandleAsync(
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 500. Default 500.")] int? take,
        AppDbContext db, EntryParticulars particulars, CurrentUser user, ListPages pages, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, Most) is { } unfit) return unfit.ToProblem();
        var subject = $"person:{user.PersonId:D}";
        var entries = await db.AuditEntries.AsNoTracking().Where(e => e.Subject == subject && e.Action.StartsWith("person.")).OrderByDescending(e => e.Id).Skip(skip ?? 0).Take(take ?? Most).ToListAsync(ct);
        var ids = entries.Select(e => Guid.TryParse(e.Actor, out var id) ? id : Guid.Empty).Distinct().ToList();
        var names = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id.ToString("D"), p => p.Name, ct);
        var opened = await particulars.OpenAsync(entries, ct);
        return TypedResults.Ok(entries.ConvertAll(e => new View(e.WrittenAtUtc, names.GetValueOrDefault(e.Actor, e.Actor), e.Action, EntryParticulars.Join(e, opened))));
    }
}
