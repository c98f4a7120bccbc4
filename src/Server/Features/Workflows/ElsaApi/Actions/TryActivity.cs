using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Actions;

/// <summary>Tries one activity of a definition by itself. Nothing of it is kept, and nothing outside is called.</summary>
internal static class TryActivity
{
    internal sealed record Request(DefinitionHandle WorkflowDefinitionHandle, ActivityHandle ActivityHandle);

    /// <summary>A definition by its id, in the latest version unless said otherwise, or a version by its id.</summary>
    internal sealed record DefinitionHandle(string? DefinitionId = null, string? DefinitionVersionId = null, string? VersionOptions = null);

    /// <summary>An activity by its id or by its node id.</summary>
    internal sealed record ActivityHandle(string? ActivityId = null, string? ActivityNodeId = null);

    internal sealed record Answer(JsonObject ActivityState, JsonObject? Outputs, JsonObject? Payload, WorkflowStateModel.ExceptionModel? Exception, string Status);

    public static async Task<Results<ElsaAnswer<Answer>, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, ActivityTrial trial, CurrentUser user, CancellationToken ct)
    {
        var (handle, activity) = (request.WorkflowDefinitionHandle, request.ActivityHandle.ActivityNodeId ?? request.ActivityHandle.ActivityId);
        if (VersionOptions.Read(handle.VersionOptions, VersionOptions.Latest) is not { } wanted) return DefinitionProblems.VersionOptions(handle.VersionOptions);
        if (activity is not { Length: > 0 }) return Problems.Invalid("tests.activity.invalid", "Expected the id or the node id of an activity, but there is none.");
        if (await FoundDefinition.FindAsync(db, user.CompanyId, handle.DefinitionId, handle.DefinitionVersionId, wanted, ct) is not { } definition)
            return DefinitionProblems.Unknown(handle.DefinitionId ?? handle.DefinitionVersionId ?? "");
        try
        {
            var start = new StartCommand(definition.DefinitionId) { TenantId = user.CompanyId.ToString("D"), Actor = user.Actor };
            return await trial.RunAsync(definition, activity, start, ct) is { } result
                ? new ElsaAnswer<Answer>(AnswerOf(result))
                : Problems.NotFound("tests.activity-unknown", $"Expected definition '{definition.DefinitionId}' to have an activity '{activity}', but it has not.");
        }
        catch (DefinitionException wrong)
        {
            return Problems.Conflict("tests.definition-broken", $"Expected a definition that can be run, but: {wrong.Message}");
        }
    }

    private static Answer AnswerOf(ActivityTrialResult result) => new(
        [],
        result.Outputs.Count > 0 ? [.. result.Outputs.Select(o => KeyValuePair.Create(o.Key, Values.ToJson(o.Value)))] : null,
        result.Outcomes.Count > 0 ? new JsonObject { ["Outcomes"] = new JsonArray([.. result.Outcomes.Select(o => JsonValue.Create(o))]) } : null,
        result.Fault is var (code, message) ? new WorkflowStateModel.ExceptionModel(code, message) : null,
        result.Status);
}
