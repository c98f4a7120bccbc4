using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Saves a definition as its author wrote it, and publishes it where that is asked for.</summary>
internal static class SaveDefinition
{
    /// <param name="Model">The definition in Elsa's JSON. Without a definitionId it is a new one. Members that nobody knows are kept.</param>
    /// <param name="Publish">New instances run it from now on. A definition that is not sound is refused as a whole, and each problem is named.</param>
    /// <param name="AcceptScenarios">With a publish: scenarios that go differently in it are meant to, and are renewed. Otherwise they forbid it.</param>
    internal sealed record Request(JsonObject Model, bool? Publish = null, bool? AcceptScenarios = null);

    /// <param name="WorkflowDefinition">The definition as it is stored now.</param>
    /// <param name="AlreadyPublished">True when a publish was asked for, and nothing had changed since the last.</param>
    /// <param name="ConsumingWorkflowCount">How many definitions that use it were changed with it.</param>
    /// <param name="ValidationErrors">Empty; what is not sound is refused with its errors in a member of this name.</param>
    internal sealed record Response(JsonObject WorkflowDefinition, bool AlreadyPublished, int ConsumingWorkflowCount, IReadOnlyList<DefinitionProblems.ValidationError> ValidationErrors);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(Request request, EditDefinitions edit, HttpRequest http, CancellationToken ct)
    {
        var json = request.Model.ToJsonString();
        var saved = await edit.ShowAsync((change, author, token) => change.SaveAsync(author, WorkflowDefinition.Read(json), request.Publish == true, token, request.AcceptScenarios == true), ct, IfMatch.Of(http, request.Model));
        return saved.Problem is { } problem ? problem
            : new ElsaAnswer<Response>(new Response(saved.Definition!, saved.Done!.WasAlreadySo, saved.Done.UpdatedConsumers, []), tag: ElsaTag.Of(saved.Definition!));
    }
}
