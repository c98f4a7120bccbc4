using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Designer.Texts;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Inboxes as rows. Nothing is saved here: the rows commit with the run.</summary>
internal sealed class EfInbox(AppDbContext db, InboxOptions options) : IInbox
{
    public async Task<FlowPast> PastOfAsync(string instanceId, CancellationToken ct)
    {
        var stored = await Unscoped.AsNoTracking().Where(t => t.InstanceId == instanceId)
            .Select(t => new { t.Id, t.ActivityId, t.Round, t.AssigneeId, t.State, t.ClosedById, t.ClosedUtc, t.Outcome, t.SignatureId }).ToListAsync(ct);
        // What this run has done is not in the database yet.
        var changed = db.Tasks.Local.Where(t => t.InstanceId == instanceId).ToDictionary(t => t.Id);
        var unchanged = stored.Where(t => !changed.ContainsKey(t.Id)).Select(t => ToPast(t.ActivityId, t.Round, t.AssigneeId, t.State, t.ClosedById, t.ClosedUtc, t.Outcome, t.SignatureId));
        return new FlowPast([.. unchanged, .. changed.Values.Select(t => ToPast(t.ActivityId, t.Round, t.AssigneeId, t.State, t.ClosedById, t.ClosedUtc, t.Outcome, t.SignatureId))]);
    }

    public async Task<IReadOnlyList<GivenDecision>> DecisionsOfAsync(string instanceId, string activityId, int round, CancellationToken ct)
    {
        var rows = await Unscoped.AsNoTracking().Where(t => t.InstanceId == instanceId && t.ActivityId == activityId && t.Round == round
            && (t.State == AssignmentState.Approved || t.State == AssignmentState.Completed || t.State == AssignmentState.Rejected)).OrderBy(t => t.Id).ToListAsync(ct);
        return [.. rows.Select(row => new GivenDecision(StepRows.ToAssignment(row), ActOf(row)))];
    }

    public Task OpenAsync(Assignment task, TaskAsk ask, CancellationToken ct)
    {
        db.Tasks.Add(new HumanTask
        {
            Id = Guid.Parse(task.TaskId),
            CompanyId = Guid.Parse(ask.CompanyId),
            InstanceId = ask.InstanceId,
            CorrelationId = ask.CorrelationId,
            DefinitionId = ask.DefinitionId,
            ActivityId = ask.ActivityId,
            ActivityName = ask.ActivityName,
            ExecutionId = ask.ExecutionId,
            BookmarkId = task.BookmarkId,
            Kind = ask.Kind,
            Mode = ask.Mode,
            Actions = string.Join(' ', ask.Actions),
            State = task.State,
            Origin = task.Origin,
            Seat = task.Seat,
            Voice = task.Voice,
            Place = task.Place,
            AddedTo = task.AddedTo,
            Weight = task.Weight,
            Round = task.Round,
            AssigneeId = Guid.Parse(task.AssigneeId),
            OnBehalfOfId = IdOf(task.OnBehalfOf),
            ParentTaskId = IdOf(task.ParentTaskId),
            ConcerningId = ask.Concerning,
            InitiatorId = ask.Initiator,
            Title = ask.Title,
            Instruction = InstructionOf(ask),
            Form = TaskJson.Write(ask.Form),
            Data = TaskJson.WriteValue(ask.Data),
            Document = ask.Document,
            Intent = ask.Intent,
            NeedsSignature = ask.NeedsSignature,
            Stage = ask.Stage,
            EarlierSteps = TaskJson.Write(ask.EarlierSteps),
            Terms = TaskJson.Write(ask.Terms),
            OpenedUtc = ask.OpenedAtUtc,
            DueUtc = ask.DueUtc,
            RemindUtc = ask.RemindUtc,
        });
        return Task.CompletedTask;
    }

    public async Task ChangeAsync(Assignment task, DateTime nowUtc, CancellationToken ct)
    {
        var row = await FindAsync(task, ct);
        if (row.State == AssignmentState.Queued && task.State == AssignmentState.Open) row.OpenedUtc = nowUtc;
        row.UrgedUtc = task.UrgedAtUtc;
        (row.State, row.BookmarkId, row.OnBehalfOfId, row.ParentTaskId) = (task.State, task.BookmarkId, IdOf(task.OnBehalfOf), IdOf(task.ParentTaskId));
    }

    public async Task CloseAsync(Assignment task, TaskEnd ending, CancellationToken ct)
    {
        var row = await FindAsync(task, ct);
        (row.State, row.BookmarkId, row.Draft) = (task.State, null, null);
        (row.ClosedUtc, row.ClosedById, row.Outcome) = (task.ClosedAtUtc, IdOf(task.ClosedBy), ending.Verb);
        if (ending.Act is not { } act) return;
        (row.ClosedVia, row.Comment, row.SignatureId) = (act.Via, act.Comment, IdOf(act.SignatureId));
        row.Answers = act.Answers is { } answers ? TaskJson.WriteValue(answers) : null;
    }

    public Task CopyAsync(TaskCopy copy, TaskAsk ask, CancellationToken ct)
    {
        db.TaskCopies.Add(new SentCopy
        {
            CompanyId = Guid.Parse(ask.CompanyId),
            InstanceId = ask.InstanceId,
            TaskId = Guid.Parse(copy.TaskId),
            PersonId = Guid.Parse(copy.PersonId),
            SentById = IdOf(copy.By),
            SentUtc = copy.AtUtc,
            IsLate = copy.IsLate,
        });
        return Task.CompletedTask;
    }

    public Uri LinkTo(string taskId) => options.PageOf(taskId);

    private IQueryable<HumanTask> Unscoped => db.Tasks.IgnoreQueryFilters([AppDbContext.CompanyFilter]);

    // A row that this run has only just added is not in the database yet.
    private async Task<HumanTask> FindAsync(Assignment task, CancellationToken ct)
    {
        var id = Guid.Parse(task.TaskId);
        return db.Tasks.Local.FindEntry(id)?.Entity ?? await Unscoped.SingleAsync(t => t.Id == id, ct);
    }

    // What was wrong comes first: whoever opens the task again must not have to guess.
    private static string? InstructionOf(TaskAsk ask)
    {
        if (ask.CameBackBecause is not { } unfit) return ask.Instruction;
        var said = ProblemWords.Find(unfit.Code)?.Chinese;
        return string.Join('\n', new[] { $"上次提交的内容未被采用：{said}（{unfit.Message}）", ask.Instruction }.Where(line => !string.IsNullOrWhiteSpace(line)));
    }

    private static PastTask ToPast(string activityId, int round, Guid assignee, AssignmentState state, Guid? closedBy, DateTime? closedUtc, string? verb, Guid? signature) =>
        new(activityId, round, assignee.ToString("D"), state, closedBy?.ToString("D"), closedUtc, verb) { SignatureId = signature };

    private static TaskCommand ActOf(HumanTask row) => new()
    {
        Verb = row.Outcome ?? TaskVerbs.Pass,
        By = row.ClosedById?.ToString("D") ?? "",
        OnBehalfOf = row.OnBehalfOfId?.ToString("D"),
        Via = row.ClosedVia ?? TaskVia.Time,
        Comment = row.Comment,
        SignatureId = row.SignatureId?.ToString("D"),
        Answers = TaskJson.Answers(TaskJson.ReadNode(row.Answers) as JsonObject),
    };

    private static Guid? IdOf(string? id) => Guid.TryParse(id, out var parsed) ? parsed : null;
}
