using System.ComponentModel;
using System.Text.Json.Nodes;
using HrBpm.Activities.Offboarding;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>The offboarding cases that the caller may see, the newest first.</summary>
internal static class ListCases
{
    private const int MostAtOnce = 200;

    /// <param name="Custom">Fields of the company's own that have a value and that the caller may see of the leaver, by their keys; null when there are none.</param>
    [OwnFieldsOf(FieldEntity.OffboardingCase)]
    public sealed record Item(
        Guid Id, string Number, Guid LeaverId, string LeaverName, OffboardingKind Kind, string KindName, OffboardingStage Stage, string StageName,
        DateOnly NoticeDate, DateOnly LegalEnd, DateOnly LastWorkingDay, DateOnly PayThrough, DateTime OpenedUtc, JsonObject? Custom = null) : IAboutPerson
    {

        Guid? IAboutPerson.AboutPersonId => LeaverId;
    }

    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Only cases in this stage.")] OffboardingStage? stage,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, CurrentUser user, ReadFields fields, ListPages pages, CancellationToken ct)
    {
        if (skip is < 0) return Problems.Invalid("offboarding.skip.invalid", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take < 1 || take > pages.Most(MostAtOnce)) return Problems.Invalid("offboarding.take.invalid", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        var cases = db.OffboardingCases.AsNoTracking().VisibleTo(user, Permission.OffboardingRead, db).Where(c => stage == null || c.Stage == stage);
        var rows = await (
            from c in cases
            join leaver in db.People on c.LeaverId equals leaver.Id
            orderby c.OpenedUtc descending, c.Id
            select new { Case = c, leaver.Name }).Skip(skip ?? 0).Take(take ?? 50).ToListAsync(ct);
        var leavers = rows.ToDictionary(row => row.Case.Id, row => row.Case.LeaverId);
        var sight = await FieldSight.OfAsync(db, user, [.. leavers.Values], ct);
        var own = await fields.ValuesAsync(FieldEntity.OffboardingCase, leavers.Keys, (id, field) => sight.Sees(leavers[id], field), ct);
        return TypedResults.Ok(new Response([.. rows.Select(row => ToItem(row.Case, row.Name) with { Custom = own.GetValueOrDefault(row.Case.Id) })], await pages.CountAsync(cases, ct)));
    }

    private static Item ToItem(CaseRow c, string name) => new(
        c.Id, c.Number, c.LeaverId, name, c.Kind, c.Kind.InChinese(), c.Stage, c.Stage.InChinese(), c.NoticeDate, c.LegalEnd, c.LastWorkingDay, c.PayThrough, c.OpenedUtc);
}
