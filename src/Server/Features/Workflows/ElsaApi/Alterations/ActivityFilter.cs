using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>Which visits are meant: everything that is given must hold.</summary>
/// <param name="ActivityId">Id of the activity in the definition.</param>
/// <param name="ActivityInstanceId">Id of one visit.</param>
/// <param name="NodeId">Node id of the activity.</param>
/// <param name="Name">Name of the activity.</param>
/// <param name="Status">Elsa's word: Running, Completed, Canceled or Faulted.</param>
internal sealed record ActivityFilter(string? ActivityId = null, string? ActivityInstanceId = null, string? NodeId = null, string? Name = null, string? Status = null)
{
    private static readonly string[] Statuses = ["Running", "Completed", "Canceled", "Faulted"];

    /// <summary>What cannot be asked for, or null.</summary>
    public Refusal? WhyInvalid()
    {
        if (Status is { } status && !Statuses.Contains(status, StringComparer.OrdinalIgnoreCase))
            return new Refusal("alterations.filter.invalid", $"Expected the status of an activity filter to be one of {string.Join(", ", Statuses)}, but it is '{status}'.");
        return this == new ActivityFilter() ? new Refusal("alterations.filter.invalid", "Expected each activity filter to ask for something, but one is empty.") : null;
    }

    /// <summary>True for a visit that is meant.</summary>
    public bool Fits(SeenInstance instance, ActivityVisit visit) =>
        (ActivityId is null || visit.Node[(visit.Node.LastIndexOf(':') + 1)..] == ActivityId)
        && (ActivityInstanceId is null || ActivityVisit.IdOf(instance.Row.Id, visit.Number) == ActivityInstanceId)
        && (NodeId is null || visit.Node == NodeId)
        && (Name is null || instance.NodeOf(visit.Node)?.Name == Name)
        && (Status is null || visit.Status.Equals(Status, StringComparison.OrdinalIgnoreCase));
}
