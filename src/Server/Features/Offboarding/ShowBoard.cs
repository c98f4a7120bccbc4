using HrBpm.Activities.Inbox;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Payroll;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>离职看板: the leavers whose cases are open, or ended lately, each with its dates and with who still owes what.</summary>
internal static class ShowBoard
{
    // Longer ago is in the list of all cases.
    private const int EndedDays = 30, Most = 500;

    /// <summary>A step of a case that people do.</summary>
    /// <param name="OwedBy">Who has it.</param>
    public sealed record Step(string StepId, string Name, string? Stage, bool IsOpen, bool IsOverdue, DateTime? DueUtc, DateTime? ClosedUtc, IReadOnlyList<string> OwedBy);

    /// <param name="DaysToLegalEnd">Days until the legal end; below zero after it.</param>
    /// <param name="HasCertificate">The certificate was issued.</param>
    /// <param name="PayHeld">Items of pay that are held, and how many there are; null for those who may not see pay.</param>
    public sealed record Card(
        Guid Id, string Number, Guid LeaverId, string LeaverName, string Department, string KindName, OffboardingStage Stage, string StageName, DateTime StageSinceUtc,
        DateOnly NoticeDate, DateOnly LastWorkingDay, DateOnly LegalEnd, int DaysToLegalEnd, bool HasCertificate, int? PayHeld, int? PayItems, IReadOnlyList<Step> Steps);

    public sealed record Response(IReadOnlyList<Card> Cards);

    public static async Task<Ok<Response>> HandleAsync(AppDbContext db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var since = nowUtc.AddDays(-EndedDays);
        var rows = await (
            from c in db.OffboardingCases.AsNoTracking().VisibleTo(user, Permission.OffboardingRead, db)
            where c.EndedUtc == null || c.EndedUtc > since
            join leaver in db.People on c.LeaverId equals leaver.Id
            let department = db.Employments.Where(e => e.PersonId == leaver.Id).OrderByDescending(e => e.From).Select(e => db.Departments.Where(d => d.Id == e.DepartmentId).Select(d => d.Name).FirstOrDefault()).FirstOrDefault()
            orderby c.LegalEnd, c.Id
            select new { Case = c, leaver.Name, Department = department, HasCertificate = db.Certificates.Any(i => i.CaseId == c.Id) }).Take(Most).ToListAsync(ct);
        var ids = rows.ConvertAll(r => r.Case.Id.ToString("D"));
        var steps = await StepsAsync(db, ids, nowUtc, ct);
        var sight = await FieldSight.OfAsync(db, user, [.. rows.Select(r => r.Case.LeaverId)], ct);
        var cases = rows.ConvertAll(r => r.Case.Id);
        var pay = (await db.PayStatements.AsNoTracking().Where(s => cases.Contains(s.CaseId)).Select(s => new { s.CaseId, Held = s.Items.Count(i => i.State == PayState.Held), All = s.Items.Count }).ToListAsync(ct)).ToDictionary(s => s.CaseId);
        return TypedResults.Ok(new Response([.. rows.Select(r =>
        {
            var (c, own) = (r.Case, sight.Sees(r.Case.LeaverId, ProductFields.OfCase, "pay") ? pay.GetValueOrDefault(r.Case.Id) : null);
            return new Card(c.Id, c.Number, c.LeaverId, r.Name, r.Department ?? "", c.Kind.InChinese(), c.Stage, c.Stage.InChinese(), c.StageSinceUtc, c.NoticeDate, c.LastWorkingDay, c.LegalEnd,
                c.LegalEnd.DayNumber - user.Today.DayNumber, r.HasCertificate, own?.Held, own?.All, [.. steps[c.Id.ToString("D")]]);
        })]));
    }

    // The last visit of each step counts: an earlier one was returned.
    private static async Task<ILookup<string, Step>> StepsAsync(AppDbContext db, List<string> ids, DateTime nowUtc, CancellationToken ct)
    {
        var tasks = await (
            from task in db.Tasks.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).AsNoTracking()
            where ids.Contains(task.InstanceId) && task.Kind != TaskKind.Notice
            join person in db.People.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }) on task.AssigneeId equals person.Id
            select new { task.InstanceId, task.ActivityId, task.ActivityName, task.Stage, task.ExecutionId, task.State, task.OpenedUtc, task.DueUtc, task.ClosedUtc, person.Name }).ToListAsync(ct);
        return tasks.GroupBy(t => (t.InstanceId, t.ActivityId)).Select(step =>
        {
            var visit = step.GroupBy(t => t.ExecutionId).MaxBy(v => v.Max(t => t.OpenedUtc))!.ToList();
            var open = visit.FindAll(t => t.State is AssignmentState.Open or AssignmentState.Delegated or AssignmentState.Held);
            var first = visit.MinBy(t => t.OpenedUtc)!;
            return (step.Key.InstanceId, Opened: first.OpenedUtc, Step: new Step(step.Key.ActivityId, first.ActivityName, first.Stage, open.Count > 0, open.Exists(t => t.DueUtc < nowUtc), first.DueUtc,
                open.Count > 0 ? null : visit.Max(t => t.ClosedUtc), [.. open.Select(t => t.Name).Distinct()]));
        }).OrderBy(s => s.Opened).ThenBy(s => s.Step.StepId, StringComparer.Ordinal).ToLookup(s => s.InstanceId, s => s.Step);
    }
}
