using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows.Authoring;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Everything that a task's page shows.</summary>
/// <param name="AllowedActions">What the reader may do now; empty for somebody who only looks.</param>
/// <param name="EarlierSteps">Where it can be returned to, newest last.</param>
/// <param name="Document">The exact text that is signed.</param>
/// <param name="DocumentSha256">Lower-case hexadecimal SHA-256 of the UTF-8 bytes of <paramref name="Document"/>.</param>
/// <param name="Copies">Who was told of the step, and whether they have read it.</param>
/// <param name="Draft">What the reader has filled in and not sent yet: <c>{answers, comment}</c>.</param>
/// <param name="TakesSignature">A yes of whoever has the task has to be signed.</param>
/// <param name="Path">What people did in the whole flow so far, and who has it now, in order.</param>
/// <param name="History">All tasks of the same step, earlier rounds included.</param>
/// <param name="Readers">Who has opened the task, and when first; empty for whoever only looks.</param>
internal sealed record TaskDetails(
    Guid Id, string Title, string? Instruction, TaskKind Kind, TaskMode Mode, string? Stage, string ActivityId, string ActivityName, string InstanceId, string? CorrelationId,
    string DefinitionId, NamedPerson? Concerning, NamedPerson? Initiator, NamedPerson Assignee, NamedPerson? OnBehalfOf, NamedPerson? Proxy, string? ProxyReason,
    AssignmentState State, int Round, DateTime OpenedUtc, DateTime? DueUtc, IReadOnlyList<FormField> Form, JsonNode? Data, bool NeedsSignature, string? Intent,
    string? Document, string? DocumentSha256, IReadOnlyList<string> AllowedActions, IReadOnlyList<EarlierStep> EarlierSteps,
    IReadOnlyList<TaskDetails.Entry> History, IReadOnlyList<TaskDetails.File> Attachments, IReadOnlyList<TaskDetails.Copy> Copies,
    JsonNode? Draft, int Version, bool TakesSignature, IReadOnlyList<TaskDetails.PathStep> Path, IReadOnlyList<TaskDetails.Reader> Readers)
{
    /// <summary>What the form begins with where the reader has kept nothing yet: the lines that it asks about. Null when it begins empty.</summary>
    public JsonNode? Suggested => AllowedActions.Count == 0 ? null : FormSuggestion.Of(Form, Data);

    /// <summary>Name of the authority that will prove when the task was signed (RFC 3161); null where none is configured, and for a task that is not signed.</summary>
    public string? TimestampedBy { get; init; }

    /// <summary>One task of the step.</summary>
    /// <param name="By">Who ended it; null when time did.</param>
    /// <param name="Answers">What was filled in.</param>
    internal sealed record Entry(
        Guid TaskId, int Round, NamedPerson Assignee, NamedPerson? OnBehalfOf, AssignmentOrigin Origin, AssignmentState State, DateTime OpenedUtc, DateTime? ClosedUtc,
        NamedPerson? By, TaskVia? Via, string? Outcome, string? Comment, JsonNode? Answers, Guid? SignatureId);

    /// <summary>One task of the flow.</summary>
    /// <param name="By">Who ended it; null when time did, or while it goes on.</param>
    /// <param name="Comment">What was written with the decision; null for whoever only looks, and in confidential flows.</param>
    /// <param name="ReadUtc">When the assignee, or whoever acts for them, opened it first; null while they have not, and for whoever only looks.</param>
    internal sealed record PathStep(
        Guid TaskId, string ActivityId, string ActivityName, NamedPerson Assignee, NamedPerson? OnBehalfOf, AssignmentState State, DateTime OpenedUtc, DateTime? DueUtc, DateTime? ClosedUtc, NamedPerson? By, string? Comment, DateTime? ReadUtc);

    /// <summary>Somebody who was told of the step.</summary>
    /// <param name="SentBy">Null when the step itself sent it.</param>
    internal sealed record Copy(NamedPerson Person, NamedPerson? SentBy, DateTime SentUtc, DateTime? ReadUtc);

    /// <summary>Somebody who has opened the task.</summary>
    /// <param name="AtUtc">When for the first time.</param>
    internal sealed record Reader(NamedPerson Person, DateTime AtUtc);

    /// <summary>An attached file.</summary>
    internal sealed record File(Guid Id, string FileName, string ContentType, long Length, string Sha256, NamedPerson UploadedBy, DateTime AtUtc);

    /// <summary>The task as a person sees it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="seals">Opens what is sealed.</param>
    /// <param name="task">The task, which the person may see.</param>
    /// <param name="via">How the person would act on it; null for somebody who only looks.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<TaskDetails> OfAsync(AppDbContext db, FlowSeals seals, HumanTask task, TaskVia? via, CancellationToken ct)
    {
        var flow = await db.Tasks.OfAnyCompany().AsNoTracking().Where(t => t.InstanceId == task.InstanceId).OrderBy(t => t.OpenedUtc).ThenBy(t => t.Id).ToListAsync(ct);
        var rows = flow.FindAll(t => t.ActivityId == task.ActivityId);
        foreach (var row in rows) await seals.OpenAsync(row, ct);
        await seals.OpenAsync(task, ct);
        var readings = via is null ? [] : await db.TaskReadings.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(r => r.InstanceId == task.InstanceId).OrderBy(r => r.FirstUtc).ToListAsync(ct);
        var files = await db.TaskAttachments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(a => a.TaskId == task.Id).OrderBy(a => a.AtUtc).ThenBy(a => a.Id).ToListAsync(ct);
        var ids = rows.Select(row => row.Id).ToList();
        var copies = await db.TaskCopies.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(c => ids.Contains(c.TaskId)).OrderBy(c => c.SentUtc).ThenBy(c => c.Id).ToListAsync(ct);
        var names = await PersonNames.OfAsync(db, [
            .. flow.SelectMany(row => new[] { row.AssigneeId, row.OnBehalfOfId, row.ClosedById }), .. readings.Where(r => r.TaskId == task.Id).Select(r => (Guid?)r.PersonId),
            .. files.Select(f => (Guid?)f.UploadedById), .. copies.SelectMany(c => new[] { c.PersonId, c.SentById }), task.ConcerningId, task.InitiatorId, task.ProxyId], ct);
        var step = (await StepRows.OfAsync(db, task.Id, ct))!;
        return new TaskDetails(
            task.Id, task.Title, task.Instruction, task.Kind, task.Mode, task.Stage, task.ActivityId, task.ActivityName, task.InstanceId, task.CorrelationId,
            task.DefinitionId, names.Of(task.ConcerningId), names.Of(task.InitiatorId), names.Of(task.AssigneeId)!, names.Of(task.OnBehalfOfId), names.Of(task.ProxyId), task.ProxyReason,
            task.State, task.Round, task.OpenedUtc, task.DueUtc, TaskJson.Form(task), TaskJson.ReadNode(task.Data), task.NeedsSignature, task.Intent,
            task.Document, HashOf(task.Document), via is { } way ? TaskVerbs.AllowedOn(step, step.Find(task.Id.ToString("D"))!, way) : [], TaskJson.Terms(task).Returnable(TaskJson.EarlierSteps(task)),
            [.. rows.Select(row => ToEntry(row, names))],
            [.. files.Select(f => new File(f.Id, f.FileName, f.ContentType, f.Length, f.Sha256, names.Of(f.UploadedById)!, f.AtUtc))],
            [.. copies.Select(c => new Copy(names.Of(c.PersonId)!, names.Of(c.SentById), c.SentUtc, c.ReadUtc))],
            via is null ? null : TaskJson.ReadNode(task.Draft), task.Version, task.NeedsSignature && task.ParentTaskId is null,
            [.. flow.Where(row => row.State is not (AssignmentState.Recalled or AssignmentState.Removed or AssignmentState.Told)).Select(row => ToPathStep(row, names, readings, isOnlooker: via is null))],
            [.. readings.Where(r => r.TaskId == task.Id).Select(r => new Reader(names.Of(r.PersonId)!, r.FirstUtc))]);
    }

    /// <summary>The same without the kinds of data that the reader does not see. A text cannot be shown in part, so it is left out where something of the data is.</summary>
    /// <param name="sees">Whether the reader sees a kind of data.</param>
    /// <param name="isConfidential">The flow has secrets: its text is one for whoever does not see pay.</param>
    public TaskDetails SeenBy(Func<FieldKind, bool> sees, bool isConfidential)
    {
        var data = HiddenValues.For("data", Data?.DeepClone(), sees);
        var history = History.Select(e => e with { Answers = HiddenValues.For("answers", e.Answers?.DeepClone(), sees) }).ToList();
        var hidesSomething = !JsonNode.DeepEquals(data, Data) || History.Zip(history).Any(pair => !JsonNode.DeepEquals(pair.First.Answers, pair.Second.Answers));
        return this with { Data = data, History = history, Document = hidesSomething || isConfidential && !sees(FieldKind.Pay) ? null : Document };
    }

    private static Entry ToEntry(HumanTask row, PersonNames names) => new(
        row.Id, row.Round, names.Of(row.AssigneeId)!, names.Of(row.OnBehalfOfId), row.Origin, row.State, row.OpenedUtc, row.ClosedUtc,
        names.Of(row.ClosedById), row.ClosedVia, row.Outcome, row.Comment, TaskJson.ReadNode(row.Answers), row.SignatureId);

    private static PathStep ToPathStep(HumanTask row, PersonNames names, List<TaskReading> readings, bool isOnlooker) => new(
        row.Id, row.ActivityId, row.ActivityName, names.Of(row.AssigneeId)!, names.Of(row.OnBehalfOfId), row.State, row.OpenedUtc, row.DueUtc, row.ClosedUtc, names.Of(row.ClosedById), isOnlooker || row.IsSealed ? null : row.Comment,
        readings.Find(r => r.TaskId == row.Id && row.ViaOf(r.PersonId) is not null)?.FirstUtc);

    private static string? HashOf(string? document) => document is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
}
