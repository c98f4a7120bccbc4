using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

internal static class ListEntries
{
    /// <param name="Id">Id of the entry.</param>
    /// <param name="AtUtc">When it was written.</param>
    /// <param name="Actor">Who acted.</param>
    /// <param name="Action">What was done.</param>
    /// <param name="Subject">What it was done to.</param>
    /// <param name="Data">The particulars.</param>
    /// <param name="Position">Place in the log; null for the moment before it is sealed.</param>
    public sealed record Entry(Guid Id, DateTime AtUtc, string Actor, string Action, string Subject, JsonNode? Data, long? Position);

    /// <param name="db">The database.</param>
    /// <param name="particulars">Reads what is kept beside the entries.</param>
    /// <param name="user">Who reads.</param>
    /// <param name="pages">How many at once.</param>
    /// <param name="subject">What the entries are about, for example <c>task:0198c1d2-…</c>.</param>
    /// <param name="after">Only entries after this one, to page on.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<Ok<List<Entry>>> HandleAsync(AppDbContext db, EntryParticulars particulars, CurrentUser user, ListPages pages, [Required, StringLength(200)] string subject, Guid? after, CancellationToken ct)
    {
        var page = await db.AuditEntries.AsNoTracking().Where(e => e.Subject == subject && (after == null || e.Id > after)).OrderBy(e => e.Id).Take(pages.Most(200))
            .Select(e => new { Entry = e, Place = db.SealedEntries.Where(s => s.EntryId == e.Id).Select(s => (long?)s.Position).FirstOrDefault() }).ToListAsync(ct);
        var opened = await particulars.OpenAsync([.. page.Select(p => p.Entry)], ct);
        return TypedResults.Ok(page.ConvertAll(p => new Entry(
            p.Entry.Id, p.Entry.WrittenAtUtc, p.Entry.Actor, p.Entry.Action, p.Entry.Subject, HiddenValues.For("data", EntryParticulars.Join(p.Entry, opened), user.Rights), p.Place)));
    }

    private static JsonNode? Shown(AuditEntry entry, HeldRights rights) =>
        entry.ReadBody()?.Data is JsonElement data ? HiddenValues.For("data", JsonSerializer.SerializeToNode(data), rights) : null;

    /// <summary>Whether the entry has particulars that these rights do not show.</summary>
    internal static bool Hides(AuditEntry entry, HeldRights rights) =>
        entry.ReadBody()?.Data is JsonElement data && !JsonNode.DeepEquals(JsonSerializer.SerializeToNode(data), Shown(entry, rights));
}
