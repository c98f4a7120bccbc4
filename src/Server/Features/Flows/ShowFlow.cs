using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Offboarding;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>One flow as its page shows it: its picture with the way that it took, for whom it waits since when, what happened, and what the viewer may do about it.</summary>
internal static class ShowFlow
{
    /// <param name="StepId">The step that waits.</param>
    /// <param name="Step">Its name.</param>
    /// <param name="Kind">task, time, system or event.</param>
    /// <param name="Person">Who has it; null where no person has.</param>
    /// <param name="TaskId">That person's task, where the viewer may urge.</param>
    /// <param name="SinceUtc">Since when.</param>
    /// <param name="DueUtc">Until when; null where nothing says so.</param>
    /// <param name="IsOverdue">Whether that has passed.</param>
    /// <param name="NeedsLink">The person's account has ended, and the viewer may send them a link to the task.</param>
    /// <param name="ReadUtc">When the person, or whoever acts for them, opened it first; null while they have not, and for those who do not see receipts.</param>
    public sealed record Wait(string StepId, string Step, string Kind, FlowPerson? Person, Guid? TaskId, DateTime SinceUtc, DateTime? DueUtc, bool IsOverdue, bool NeedsLink, DateTime? ReadUtc);

    /// <summary>已读回执 of a task: who opened it, and when first.</summary>
    /// <param name="Step">Name of the step.</param>
    /// <param name="Assignee">Whose task it is.</param>
    /// <param name="Reader">Who opened it.</param>
    public sealed record Receipt(string StepId, string Step, FlowPerson? Assignee, FlowPerson? Reader, DateTime AtUtc);

    /// <summary>Which way a condition went.</summary>
    /// <param name="Outcomes">The branches that were taken.</param>
    /// <param name="Values">What the condition looked at, as it was then; empty for those who only look on.</param>
    public sealed record Decision(string StepId, DateTime AtUtc, IReadOnlyList<string> Outcomes, IReadOnlyList<DecidingValue> Values);

    /// <summary>A file that was attached to a task, or that a form was sent with.</summary>
    /// <param name="TaskId">The task that it is attached to; null for a file of a form.</param>
    public sealed record File(Guid Id, Guid? TaskId, string FileName, string ContentType, long Length, FlowPerson? UploadedBy, DateTime AtUtc);

    /// <summary>An open incident.</summary>
    public sealed record Incident(string Id, string? StepId, string Step, string ActivityType, string Code, string Message, DateTime RaisedUtc);

    /// <summary>The offboarding case of the flow.</summary>
    /// <param name="DaysToLegalEnd">Days until the legal end; below zero after it.</param>
    public sealed record Case(Guid Id, string Number, string KindName, string StageName, DateOnly LegalEnd, DateOnly LastWorkingDay, int DaysToLegalEnd);

    /// <param name="Picture">The flow as an Elsa flowchart, without what only its execution needs.</param>
    /// <param name="Steps">How each step that was reached stands.</param>
    /// <param name="Incidents">Open incidents; null for those who do not see running instances.</param>
    /// <param name="Offboarding">Null for a flow that is no offboarding.</param>
    /// <param name="IsMine">The viewer started it.</param>
    /// <param name="CanManage">The viewer may deal with incidents and cancel it.</param>
    /// <param name="CanUrge">The viewer may remind those who have it.</param>
    /// <param name="SeesCalls">The viewer may see calls to other systems.</param>
    /// <param name="NowUtc">The server's time, which waits are counted to.</param>
    /// <param name="Receipts">Who has opened which task; null for those who do not see that.</param>
    /// <param name="Decisions">The last decision of each condition.</param>
    /// <param name="SeesDiscussion">The viewer reads the discussion, and may write in it.</param>
    /// <param name="SeesAudit">The viewer sees what the audit trail has of the flow.</param>
    public sealed record Response(
        string Id, string DefinitionId, string FlowName, int DefinitionVersion, string? Name, InstanceStatus Status, InstanceSubStatus SubStatus, FlowPerson? Initiator, FlowPerson? Concerning,
        DateTime CreatedUtc, DateTime? FinishedUtc, Case? Offboarding, JsonObject Picture, IReadOnlyList<FlowStep> Steps, IReadOnlyList<Wait> Waiting, IReadOnlyList<FlowMoment> Timeline,
        IReadOnlyList<Incident>? Incidents, IReadOnlyList<File> Files, bool IsMine, bool CanManage, bool CanUrge, bool SeesCalls, DateTime NowUtc,
        IReadOnlyList<Receipt>? Receipts, IReadOnlyList<Decision> Decisions, bool SeesDiscussion, bool SeesAudit);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        string instanceId, AppDbContext db, CurrentUser user, FlowSeals seals, IFlowFiles forms, IDefinitionStore definitions, ITimeline timeline, IDecisionFacts decisions, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(db, user, instanceId, ct) is not { } flow) return Unknown(instanceId);
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var definition = await definitions.FindVersionAsync(flow.DefinitionVersionId, ct) is { } stored ? WorkflowDefinition.Read(stored.Json) : null;
        var tasks = await db.Tasks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(t => t.InstanceId == instanceId).OrderBy(t => t.OpenedUtc).ThenBy(t => t.Id).ToListAsync(ct);
        foreach (var task in tasks) await seals.OpenAsync(task, ct);
        var bookmarks = await db.WorkflowBookmarks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(b => b.InstanceId == instanceId).OrderBy(b => b.CreatedUtc).ThenBy(b => b.Id).ToListAsync(ct);
        var incidents = await db.WorkflowIncidents.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(i => i.InstanceId == instanceId && i.ResolvedUtc == null).OrderBy(i => i.RaisedUtc).ToListAsync(ct);
        foreach (var incident in incidents) await seals.OpenAsync(incident, ct);
        var seesAll = Reaches(user, Permission.WorkflowsRead, flow.CompanyId);
        var readsComments = await FlowScope.ReadsCommentsAsync(db, user, instanceId, ct);
        var files = readsComments ? await db.TaskAttachments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(a => db.Tasks.IgnoreQueryFilters(new[] { AppDbContext.CompanyFilter }).Any(t => t.Id == a.TaskId && t.InstanceId == instanceId))
            .OrderBy(a => a.AtUtc).ThenBy(a => a.Id).Select(a => new { a.Id, a.TaskId, a.FileName, a.ContentType, a.Length, a.UploadedById, a.AtUtc }).ToListAsync(ct) : [];
        var handedIn = await forms.OfFlowAsync(instanceId, ct);
        var readings = readsComments ? await db.TaskReadings.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(r => r.InstanceId == instanceId).OrderBy(r => r.FirstUtc).ToListAsync(ct) : [];
        var happened = await timeline.OfAsync(instanceId, ct);
        var people = await FlowPeople.OfAsync(db, [
            .. tasks.SelectMany(t => new[] { t.AssigneeId, t.ClosedById, t.ConcerningId, t.InitiatorId }), .. files.Select(f => (Guid?)f.UploadedById), .. handedIn.Select(f => (Guid?)f.UploadedById), .. readings.Select(r => (Guid?)r.PersonId),
            .. happened.Select(e => FlowPeople.IdOf(e.Actor)), FlowPeople.IdOf(flow.Initiator)], ct);
        var sketch = FlowSketch.Of(definition?.Root);
        var names = sketch["activities"]!.AsArray().OfType<JsonObject>().ToDictionary(a => (string?)a["id"] ?? "", a => (Name: (string?)a["metadata"]?["displayText"] ?? (string?)a["name"] ?? (string?)a["id"] ?? "", Type: (string?)a["type"]));
        string NameOf(string? step) => step is not null && names.TryGetValue(step, out var known) ? known.Name : step ?? "";

        var live = tasks.Where(t => t.State is AssignmentState.Open or AssignmentState.Delegated or AssignmentState.Held).ToList();
        var canUrge = flow.Status == InstanceStatus.Running && (tasks.Any(t => t.InitiatorId == user.PersonId) || user.Has(Permission.TasksProxy));
        var ended = user.Has(Permission.TasksProxy) ? await WithoutAccountAsync(db, [.. live.Select(t => t.AssigneeId).Distinct()], ct) : [];
        List<Wait> waiting =
        [
            .. live.Where(t => t.State == AssignmentState.Open).Select(t => new Wait(t.ActivityId, t.ActivityName, "task", people.Of(t.AssigneeId), user.Has(Permission.TasksProxy) ? t.Id : null, t.OpenedUtc, t.DueUtc, t.DueUtc < nowUtc, ended.Contains(t.AssigneeId),
                readings.Find(r => r.TaskId == t.Id && (r.PersonId == t.AssigneeId || r.PersonId == t.ProxyId))?.FirstUtc)),
            .. from b in bookmarks
               let step = FlowStory.StepOf(b.Node)
               where step is not null && !live.Exists(t => t.ActivityId == step) && !incidents.Exists(i => FlowStory.StepOf(i.Node) == step)
               group b by step into waits
               let first = waits.First()
               select new Wait(waits.Key, NameOf(waits.Key), KindOf(first.Name, first.DueUtc), null, null, first.CreatedUtc, first.DueUtc, false, false, null),
        ];
        var broken = incidents.Select(i => FlowStory.StepOf(i.Node)).OfType<string>().ToHashSet();
        var story = FlowStory.Tell(happened, [.. tasks.Where(t => t.Kind != TaskKind.Notice).Select(t => new FlowStory.Act(t.ActivityId, t.ActivityName, t.State, people.Of(t.AssigneeId), people.Of(t.ClosedById), t.OpenedUtc, t.ClosedUtc, readsComments ? t.Comment : null))],
            step => names.GetValueOrDefault(step).Type, people);
        return TypedResults.Ok(new Response(
            flow.Id, flow.DefinitionId, definition?.Name ?? flow.DefinitionId, flow.DefinitionVersion, flow.Name, flow.Status, flow.SubStatus, people.Of(flow.Initiator),
            people.Of(tasks.Select(t => t.ConcerningId).FirstOrDefault(id => id is not null)), flow.CreatedUtc, flow.FinishedUtc, await CaseAsync(db, instanceId, user, ct), sketch,
            FlowStory.Steps(happened, waiting.Select(w => w.StepId).ToHashSet(), broken), waiting, seesAll ? story : [.. story.Select(m => m.What == "incident" ? m with { Detail = null } : m)],
            seesAll ? [.. incidents.Select(i => new Incident(i.Id, FlowStory.StepOf(i.Node), NameOf(FlowStory.StepOf(i.Node)), i.ActivityType, i.Code, i.Message, i.RaisedUtc))] : null,
            [.. handedIn.Select(f => new File(f.Id, null, f.FileName, f.ContentType, f.Length, people.Of(f.UploadedById), f.AtUtc)), .. files.Select(f => new File(f.Id, f.TaskId, f.FileName, f.ContentType, f.Length, people.Of(f.UploadedById), f.AtUtc))],
            flow.Initiator == user.Actor, flow.Status == InstanceStatus.Running && Reaches(user, Permission.WorkflowsManage, flow.CompanyId), canUrge && live.Count > 0, seesAll, nowUtc,
            readsComments ? ReceiptsOf(readings.Select(r => (r.TaskId, r.PersonId, r.FirstUtc))) : null,
            [.. (await DecisionsAsync()).Select(d => new Decision(FlowStory.StepOf(d.Node)!, d.AtUtc, d.Outcomes, d.Values)).Where(d => d.StepId is not null).GroupBy(d => d.StepId).Select(visits => visits.Last())],
            await ReadsDiscussionAsync(db, user, instanceId, readsComments, ct), user.Has(Permission.AuditRead) && flow.CompanyId == user.CompanyId));

        IReadOnlyList<Receipt> ReceiptsOf(IEnumerable<(Guid TaskId, Guid PersonId, DateTime FirstUtc)> opened) =>
            [.. from reading in opened let task = tasks.Find(t => t.Id == reading.TaskId) where task is not null select new Receipt(task.ActivityId, task.ActivityName, people.Of(task.AssigneeId), people.Of(reading.PersonId), reading.FirstUtc)];

        async Task<IReadOnlyList<DecisionFact>> DecisionsAsync()
        {
            if (!readsComments && !user.Has(Permission.WorkflowsManage)) return await decisions.OfAsync(instanceId, null, ct);
            if (tasks.Select(t => t.ConcerningId).FirstOrDefault(id => id is not null) is not { } person) return await decisions.OfAsync(instanceId, kind => user.Rights.ReachesCompany(ProductFields.PermissionFor(kind)), ct);
            var sight = await FieldSight.OfAsync(db, user, [person], ct);
            return await decisions.OfAsync(instanceId, kind => sight.Sees(person, kind), ct);
        }
    }

    internal static ProblemHttpResult Unknown(string instanceId) => Problems.NotFound("flows.unknown", $"Expected a flow {instanceId} that you may see, but there is none.");

    // Whoever has left cannot sign in any more, though a step may still wait for them.
    private static async Task<HashSet<Guid>> WithoutAccountAsync(AppDbContext db, List<Guid> asked, CancellationToken ct) =>
        asked.Count == 0 ? [] : [.. await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(a => asked.Contains(a.PersonId) && a.DisabledUtc != null).Select(a => a.PersonId).ToListAsync(ct)];

    // Those with a part, with a copy, and those who were mentioned.
    private static async Task<bool> ReadsDiscussionAsync(AppDbContext db, CurrentUser user, string instanceId, bool hasPart, CancellationToken ct)
    {
        var (me, actor) = (user.PersonId, user.Actor);
        return hasPart || await db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(i => i.Id == instanceId && i.Initiator == actor, ct)
            || await db.FlowMentions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(m => m.InstanceId == instanceId && m.PersonId == me, ct)
            || await db.TaskCopies.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(c => c.InstanceId == instanceId && c.PersonId == me, ct);
    }

    // A leaver, and whoever looks after cases, sees the flow of a case as well; somebody who was mentioned sees the flow whose discussion they read.
    private static async Task<FlowRow?> FindAsync(AppDbContext db, CurrentUser user, string instanceId, CancellationToken ct)
    {
        if (await db.VisibleTo(user).SingleOrDefaultAsync(f => f.Id == instanceId, ct) is { } found) return found;
        var me = user.PersonId;
        var isMentioned = await db.FlowMentions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(m => m.InstanceId == instanceId && m.PersonId == me, ct);
        if (!isMentioned && (!Guid.TryParseExact(instanceId, "D", out var id) || !await CasesOf(db, user).AnyAsync(c => c.Id == id, ct))) return null;
        return await db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(i => i.Id == instanceId && i.DeletedUtc == null).Select(i => new FlowRow
        {
            Id = i.Id, CompanyId = i.CompanyId, DefinitionId = i.DefinitionId, DefinitionVersion = i.DefinitionVersion, DefinitionVersionId = i.DefinitionVersionId, Name = i.Name, Initiator = i.Initiator,
            Status = i.Status, SubStatus = i.SubStatus, CreatedUtc = i.CreatedUtc, FinishedUtc = i.FinishedUtc, OpenIncidents = i.OpenIncidents,
        }).SingleOrDefaultAsync(ct);
    }

    private static IQueryable<CaseFacts> CasesOf(AppDbContext db, CurrentUser user)
    {
        var me = user.PersonId;
        var people = db.People.VisibleTo(user, Permission.OffboardingRead, db).Select(p => p.Id);
        return db.OffboardingCases.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(c => c.LeaverId == me || c.ReceiverId == me || people.Contains(c.LeaverId))
            .Select(c => new CaseFacts { Id = c.Id, Number = c.Number, Kind = c.Kind, Stage = c.Stage, LegalEnd = c.LegalEnd, LastWorkingDay = c.LastWorkingDay });
    }

    private sealed class CaseFacts
    {
        public required Guid Id { get; init; }
        public required string Number { get; init; }
        public required OffboardingKind Kind { get; init; }
        public required OffboardingStage Stage { get; init; }
        public required DateOnly LegalEnd { get; init; }
        public required DateOnly LastWorkingDay { get; init; }
    }

    private static async Task<Case?> CaseAsync(AppDbContext db, string instanceId, CurrentUser user, CancellationToken ct) =>
        Guid.TryParseExact(instanceId, "D", out var id) && await CasesOf(db, user).SingleOrDefaultAsync(c => c.Id == id, ct) is { } found
            ? new Case(found.Id, found.Number, found.Kind.InChinese(), found.Stage.InChinese(), found.LegalEnd, found.LastWorkingDay, found.LegalEnd.DayNumber - user.Today.DayNumber)
            : null;

    private static bool Reaches(CurrentUser user, Permission permission, Guid company) =>
        user.Rights.Reaches(permission, Reach.Group) ? user.Group.Contains(company) : user.Has(permission) && company == user.CompanyId;

    private static string KindOf(string bookmark, DateTime? due) => due is not null ? "time" : bookmark.Contains("Job", StringComparison.OrdinalIgnoreCase) ? "system" : "event";
}
