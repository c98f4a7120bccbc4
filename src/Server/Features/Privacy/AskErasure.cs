using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Privacy;

/// <summary>What is held about a person, and until when the law keeps it.</summary>
internal static class ShowErasure
{
    public static async Task<Results<Ok<IReadOnlyList<KindStanding>>, ProblemHttpResult>> HandleAsync(Guid personId, AppDbContext db, PersonData data, CurrentUser user, CancellationToken ct) =>
        await db.People.VisibleTo(user, Permission.PrivacyManage, db).AnyAsync(p => p.Id == personId, ct)
            ? TypedResults.Ok(await data.OfAsync(user.CompanyId, personId, ct))
            : Unknown(personId);

    internal static ProblemHttpResult Unknown(Guid id) => Problems.NotFound("people.unknown", $"Expected a person {id:D} whose data you look after, but there is none.");
}

/// <summary>Asks a second person to remove whatever about a person may go. What has to be kept is named in the answer, with the reason and the day.</summary>
internal static class AskErasure
{
    /// <param name="Reason">Why, for example that the person asked for it.</param>
    public sealed record Request(string Reason);

    /// <param name="RequestId">What waits for a second person now.</param>
    /// <param name="Removed">Kinds that go with the consent.</param>
    /// <param name="Kept">Kinds that stay.</param>
    public sealed record Response(Guid RequestId, IReadOnlyList<DataKind> Removed, IReadOnlyList<KindStanding> Kept);

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> HandleAsync(
        Guid personId, Request request, AppDbContext db, PersonData data, ITwoPersonRule twoPeople, CurrentUser user, CancellationToken ct)
    {
        if (request.Reason.Trim().Length is < 1 or > PersonData.LongestReason) return Problems.Invalid("privacy.reason", $"Expected a reason of 1 to {PersonData.LongestReason} characters, but it has {request.Reason.Trim().Length}.");
        if (!await db.People.VisibleTo(user, Permission.PrivacyManage, db).AnyAsync(p => p.Id == personId, ct)) return ShowErasure.Unknown(personId);
        var standings = await data.OfAsync(user.CompanyId, personId, ct);
        var kinds = standings.Where(s => s.MayGo).Select(s => s.Kind).ToList();
        if (kinds.Count == 0) return EraseAct.NothingMayGo(standings).ToProblem();
        // By id: what a request says stays in the audit trail.
        var asked = new ActAsked(EraseAct.Act, user.CompanyId, $"person:{personId:D}", $"删除个人信息：{string.Join("、", kinds)}", new EraseAct.Kept(personId, kinds, request.Reason.Trim()));
        var id = await twoPeople.AskAsync(asked, user.PersonId, ct);
        return TypedResults.Accepted("/api/two-person-requests", new Response(id, kinds, [.. standings.Where(s => s.Rows > 0 && !s.MayGo)]));
    }
}

/// <summary>Removes data about a person once two people agree. What was put under a hold meanwhile stays.</summary>
internal sealed class EraseAct(PersonData data, IAuditTrail audit) : IDangerousAct
{
    public const string Act = "privacy.erase";

    /// <summary>What was asked for, as the request keeps it.</summary>
    internal sealed record Kept(Guid PersonId, IReadOnlyList<DataKind> Kinds, string? Reason = null);

    public string Name => Act;

    public Permission Permission => Permission.PrivacyManage;

    public async Task<Refusal?> RunAsync(ConsentedAct act, CancellationToken ct)
    {
        var kept = act.Read<Kept>();
        var standings = await data.OfAsync(act.CompanyId, kept.PersonId, ct);
        var kinds = standings.Where(s => s.MayGo && kept.Kinds.Contains(s.Kind)).Select(s => s.Kind).ToList();
        if (kinds.Count == 0) return NothingMayGo(standings);
        var removed = await data.EraseAsync(act.CompanyId, kept.PersonId, kinds, act.AskedBy, act.ConsentedBy, ct);
        audit.Record(new AuditFact(act.CompanyId, act.AskedBy.ToString("D"), "privacy.erased", $"person:{kept.PersonId:D}",
            new { removed, kept = standings.Where(s => s.Rows > 0 && !kinds.Contains(s.Kind)).Select(s => new { s.Kind, s.KeptUntil, s.WhyKept }), consentedBy = act.ConsentedBy, request = act.RequestId }));
        return null;
    }

    internal static Refusal NothingMayGo(IReadOnlyList<KindStanding> standings) => new("privacy.must-be-kept",
        $"Expected data that may be removed today, but there is none: {string.Join("; ", standings.Where(s => s.Rows > 0).Select(s => $"{s.Kind}: {s.WhyKept}"))}.");
}
