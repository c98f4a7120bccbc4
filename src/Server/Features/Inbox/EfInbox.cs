using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Inboxes as rows. Nothing is saved here: the rows commit with the run.</summary>
internal sealed class EfInbox(AppDbContext db, InboxOptions options) : IInbox
{
    public async Task<int> NextRoundAsync(string instanceId, string activityId, CancellationToken ct) =>
        1 + (await Unscoped.Where(t => t.InstanceId == instanceId && t.ActivityId == activityId).MaxAsync(t => (int?)t.Round, ct) ?? 0);

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
            Round = task.Round,
            AssigneeId = Guid.Parse(task.AssigneeId),
            OnBehalfOfId = IdOf(task.OnBehalfOf),
            ParentTaskId = IdOf(task.ParentTaskId),
            ConcerningId = ask.Concerning,
            InitiatorId = ask.Initiator,
            Title = ask.Title,
            Instruction = ask.Instruction,
            Form = TaskJson.Write(ask.Form),
            Data = TaskJson.WriteValue(ask.Data),
            Document = ask.Document,
            Intent = ask.Intent,
            NeedsSignature = ask.NeedsSignature,
            Stage = ask.Stage,
            EarlierSteps = TaskJson.Write(ask.EarlierSteps),
            OpenedUtc = ask.OpenedAtUtc,
            DueUtc = ask.DueUtc,
            RemindUtc = ask.RemindUtc,
        });
        return Task.CompletedTask;
    }

    public async Task ChangeAsync(Assignment task, CancellationToken ct)
    {
        var row = await FindAsync(task, ct);
        (row.State, row.BookmarkId, row.OnBehalfOfId, row.ParentTaskId) = (task.State, task.BookmarkId, IdOf(task.OnBehalfOf), IdOf(task.ParentTaskId));
    }

    public async Task CloseAsync(Assignment task, TaskEnd ending, CancellationToken ct)
    {
        var row = await FindAsync(task, ct);
        (row.State, row.BookmarkId) = (task.State, null);
        (row.ClosedUtc, row.ClosedById, row.Outcome) = (task.ClosedAtUtc, IdOf(task.ClosedBy), ending.Verb);
        if (ending.Act is not { } act) return;
        (row.ClosedVia, row.Comment, row.SignatureId) = (act.Via, act.Comment, IdOf(act.SignatureId));
        row.Answers = act.Answers is { } answers ? TaskJson.WriteValue(answers) : null;
    }

    public Uri LinkTo(string taskId) => options.PageOf(taskId);

    private IQueryable<HumanTask> Unscoped => db.Tasks.IgnoreQueryFilters([AppDbContext.CompanyFilter]);

    // A row that this run has only just added is not in the database yet.
    private async Task<HumanTask> FindAsync(Assignment task, CancellationToken ct)
    {
        var id = Guid.Parse(task.TaskId);
        return db.Tasks.Local.FindEntry(id)?.Entity ?? await Unscoped.SingleAsync(t => t.Id == id, ct);
    }

    private static Guid? IdOf(string? id) => Guid.TryParse(id, out var parsed) ? parsed : null;
}
