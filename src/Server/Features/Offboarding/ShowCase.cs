using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Activities.Payroll;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>One case: where it stands, its dates and clocks, who still owes what, and, for those who may see it, its pay.</summary>
internal static class ShowCase
{
    public sealed record Somebody(Guid Id, string Name, string EmployeeNumber, string Department, string Position);

    /// <param name="ConsentEndsUtc">When a notice that needs no consent goes on without an answer.</param>
    /// <param name="DaysToLegalEnd">Days in the leaver's branch until the legal end; below zero after it.</param>
    public sealed record Clock(
        DateTime? ConsentEndsUtc, string? ConsentEndsBecause, DateTime LastWorkingHourUtc, DateTime LegalEndUtc, DateTime StatutoryPayUtc, DateTime SocialInsuranceDueUtc, int DaysToLegalEnd);

    public sealed record Answer(string Decision, string? By, DateTime AtUtc, string? Note);

    public sealed record Line(int Number, HandoverKind Kind, string Subject, string State, bool Confirmed, DateTime? ConfirmedUtc);

    public sealed record Issued(DateOnly DatedOn, DateTime IssuedUtc, string Sha256);

    public sealed record Damage(long ClaimedMinor, long DeductibleMinor, string? Basis);

    /// <param name="Pay">Null for those who may not see pay, and while none was prepared.</param>
    /// <param name="Certificate">Null while none was issued.</param>
    /// <param name="Custom">Fields of the company's own that have a value and that the caller may see, by their keys.</param>
    public sealed record Response(
        Guid Id, string Number, Somebody Leaver, Somebody Receiver, OffboardingKind Kind, string KindName, NoticeWaiver Waiver, string Reason,
        DateOnly NoticeDate, DateOnly LegalEnd, DateOnly LastWorkingDay, DateOnly PayThrough,
        OffboardingStage Stage, string StageName, DateTime StageSinceUtc, string? StageNote, string StartedBy, DateTime OpenedUtc, DateTime? AllCompleteUtc, DateTime? EndedUtc,
        Clock Clock, Answer? Answer, IReadOnlyList<BoardStep> Clearance, IReadOnlyList<Line> Handover, PayView? Pay, Damage? Damage, Issued? Certificate, JsonObject Custom);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, AppDbContext db, CurrentUser user, IOrg org, IStepBoard board, IPayStatements statements, DamageClaims claims, IAuditTrail audit, ReadFields fields, TimeProvider clock, CancellationToken ct)
    {
        if (await db.OffboardingCases.AsNoTracking().VisibleTo(user, Permission.OffboardingRead, db).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } found) return Unknown(id);
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var sight = await FieldSight.OfAsync(db, user, [found.LeaverId], ct);
        var leaver = await org.FindAsync(found.LeaverId, ct);
        var lines = await db.HandoverLines.AsNoTracking().Where(l => l.CaseId == id).OrderBy(l => l.Number).ToListAsync(ct);
        var certificate = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.CaseId == id, ct);
        return TypedResults.Ok(new Response(
            found.Id, found.Number, Of(leaver), Of(await org.FindAsync(found.ReceiverId, ct)), found.Kind, found.Kind.InChinese(), found.Waiver, found.Reason,
            found.NoticeDate, found.LegalEnd, found.LastWorkingDay, found.PayThrough,
            found.Stage, found.Stage.InChinese(), found.StageSinceUtc, found.StageNote, found.StartedBy, found.OpenedUtc, found.AllCompleteUtc, found.EndedUtc,
            ClockOf(found, leaver?.TimeZoneId ?? "UTC", nowUtc),
            found.Decision is null ? null : new Answer(found.Decision, found.DecidedBy, found.DecidedUtc!.Value, found.DecisionNote),
            await board.OfAsync(id.ToString("D"), nowUtc, ct),
            [.. lines.Select(l => new Line(l.Number, l.Kind, l.Subject, l.State, l.ConfirmedBy is not null, l.ConfirmedUtc))],
            sight.Sees(found.LeaverId, ProductFields.OfCase, "pay") ? await PayAsync(found, db, user, statements, audit, nowUtc, ct) : null,
            sight.Sees(found.LeaverId, ProductFields.OfCase, "damage") && await claims.FindAsync(found, ct) is { } claim ? new Damage(claim.ClaimedMinor, claim.DeductibleMinor, claim.Basis) : null,
            certificate is null ? null : new Issued(certificate.DatedOn, certificate.IssuedUtc, certificate.Sha256),
            await fields.ValuesOfAsync(FieldEntity.OffboardingCase, id, f => sight.Sees(found.LeaverId, f), ct) ?? []));
    }

    internal static ProblemHttpResult Unknown(Guid id) => Problems.NotFound("offboarding.unknown", $"Expected an offboarding case {id:D} in your scope, but there is none.");

    private static async Task<PayView?> PayAsync(CaseRow found, AppDbContext db, CurrentUser user, IPayStatements statements, IAuditTrail audit, DateTime nowUtc, CancellationToken ct)
    {
        if (await statements.OfCaseAsync(found.Id, ct) is not { } statement) return null;
        audit.Record(new(found.CompanyId, user.Actor, "payroll.statement-read", $"pay-statement:{statement.Id:D}", new { caseId = found.Id }));
        await db.SaveChangesAsync(ct);
        return PayView.Of(statement, found.AllCompleteUtc is not null, nowUtc);
    }

    private static Clock ClockOf(CaseRow found, string timeZoneId, DateTime nowUtc) => new(
        found.ConsentEndsUtc, found.ConsentEndsBecause, found.LastWorkingHourUtc, found.LegalEndUtc, found.StatutoryPayUtc, found.SocialInsuranceDueUtc,
        found.LegalEnd.DayNumber - WorkingHour.DayOf(nowUtc, timeZoneId).DayNumber);

    private static Somebody Of(Person? person) => person is null
        ? new(Guid.Empty, "", "", "", "")
        : new(person.Id, person.Name, person.EmployeeNumber, person.DepartmentName, person.PositionName);
}
