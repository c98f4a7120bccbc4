using System.ComponentModel;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Privacy;

/// <summary>What is kept about people, what for, by which rule, and for how long.</summary>
internal static class ListRetention
{
    /// <param name="LeastMonths">The law's minimum, in months after the end of the last employment.</param>
    /// <param name="Months">What holds in the company.</param>
    /// <param name="IsEvidence">Removed by two people only.</param>
    public sealed record Item(DataKind Kind, string Purpose, string Basis, int LeastMonths, int Months, bool IsEvidence);

    public static async Task<Ok<IReadOnlyList<Item>>> HandleAsync(PersonData data, CurrentUser user, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<Item>>([.. (await data.MonthsAsync(user.CompanyId, ct)).OrderBy(m => m.Key)
            .Select(m => (m.Key, Rule: DataRules.Of(m.Key), m.Value)).Select(m => new Item(m.Key, m.Rule.Purpose, m.Rule.Basis, m.Rule.LeastMonths, m.Value, m.Rule.IsEvidence))]);
}

/// <summary>Says how long the company keeps a kind of data.</summary>
internal static class SetRetention
{
    /// <param name="Months">After the end of the last employment.</param>
    public sealed record Request(DataKind Kind, int Months);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, IAuditTrail audit, CurrentUser user, CancellationToken ct)
    {
        var kind = request.Kind;
        var rule = DataRules.Of(kind);
        if (request.Months < rule.LeastMonths || request.Months > DataRules.MostMonths)
            return Problems.Invalid("privacy.months", $"Expected {rule.LeastMonths} to {DataRules.MostMonths} months for {kind} ({rule.Basis}), but it is {request.Months}.");
        if (await db.RetentionPeriods.SingleOrDefaultAsync(p => p.CompanyId == user.CompanyId && p.Kind == kind, ct) is { } period) period.Months = request.Months;
        else db.RetentionPeriods.Add(new RetentionPeriod { CompanyId = user.CompanyId, Kind = kind, Months = request.Months });
        audit.Record(new AuditFact(user.CompanyId, user.Actor, "privacy.retention-set", $"company:{user.CompanyId:D}", new { kind, request.Months }));
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <summary>People about whom evidence is held whose time is over: somebody has to ask for its removal, and a second person to consent.</summary>
internal static class ListDueRemovals
{
    public sealed record Item(Guid PersonId, IReadOnlyList<DataKind> Kinds);

    public static async Task<Ok<IReadOnlyList<Item>>> HandleAsync(DueRemovals due, CurrentUser user, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<Item>>([.. (await due.OfAsync(user.CompanyId, ct)).Select(d => new Item(d.PersonId, [.. d.Kinds.Where(k => DataRules.Of(k).IsEvidence)])).Where(i => i.Kinds.Count > 0)]);
}

/// <summary>What was removed, newest first.</summary>
internal static class ListRemovals
{
    private const int Most = 500;

    public sealed record Item(Guid PersonId, DataKind Kind, int Rows, DateTime AtUtc, Guid? AskedById, Guid? ConsentedById) : IAboutPerson
    {
        Guid? IAboutPerson.AboutPersonId => PersonId;
    }

    public static async Task<Ok<List<Item>>> HandleAsync([Description("Only those about this person.")] Guid? personId, AppDbContext db, CurrentUser user, ListPages pages, CancellationToken ct) =>
        TypedResults.Ok(await db.Removals.AsNoTracking().Where(r => r.CompanyId == user.CompanyId && (personId == null || r.PersonId == personId)).OrderByDescending(r => r.AtUtc).ThenBy(r => r.Kind).Take(pages.Most(Most))
            .Select(r => new Item(r.PersonId, r.Kind, r.Rows, r.AtUtc, r.AskedById, r.ConsentedById)).ToListAsync(ct));
}
