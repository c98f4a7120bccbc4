using HrBpm.Activities.Inbox;

namespace HrBpm.Server.Features.Inbox.AnswerFiles;

/// <summary>The form that somebody fills in: of a task, or the one that a flow is started with.</summary>
/// <param name="CompanyId">The company of the flow.</param>
/// <param name="DefinitionId">The flow.</param>
/// <param name="TaskId">The task; null for a start.</param>
/// <param name="InstanceId">The running flow, or the one that is about to start; null while that is not known.</param>
/// <param name="Form">Its fields.</param>
internal sealed record AnswerPlace(Guid CompanyId, string DefinitionId, Guid? TaskId, string? InstanceId, IReadOnlyList<FormField> Form)
{
    /// <summary>The form of a task.</summary>
    public static AnswerPlace Of(HumanTask task) => new(task.CompanyId, task.DefinitionId, task.Id, task.InstanceId, TaskJson.Form(task));

    /// <summary>Whether a file may be named here by this person: uploaded for this form, or sent with the flow before by the same person.</summary>
    public bool Takes(AnswerFile file, string key, Guid by) => file.CompanyId == CompanyId && file.FieldKey == key
        && (TaskId is { } task && file.TaskId == task
            || file.UploadedById == by && (file.InstanceId is { } sentWith ? sentWith == InstanceId : TaskId is null && file.TaskId is null && file.DefinitionId == DefinitionId));
}
