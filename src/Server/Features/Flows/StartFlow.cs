using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using HrBpm.Workflows;
using HrBpm.Workflows.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>Starts a flow with what was filled in. A request that is sent again with the same request id starts nothing again. The draft goes with the start.</summary>
internal static class StartFlow
{
    /// <param name="RequestId">Chosen by the client, so that it can send the request again when the answer was lost.</param>
    /// <param name="Answers">What was filled in, by the keys of the form.</param>
    public sealed record Request(Guid RequestId, JsonObject? Answers = null);

    /// <param name="InstanceId">The flow.</param>
    public sealed record Response(string InstanceId);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(string definitionId, Request request, AppDbContext db, WorkflowRuntime workflows, IStartFiles files, CurrentUser user, CancellationToken ct)
    {
        if (await FindAsync(db, user, definitionId, ct) is not { } flow) return Unknown(definitionId);
        if (flow.Page is { } page) return Problems.Conflict("start.has-own-page", $"Expected a flow that is started with a form, but '{flow.Name}' is started on its own page '{page}'.");
        var answers = (IReadOnlyDictionary<string, object?>?)Values.FromJson(request.Answers) ?? new Dictionary<string, object?>();
        if (FormCheck.WhyNot(flow.Form, answers) is { } refusal) return (refusal with { Code = "start.answers.invalid" }).ToProblem();
        var instanceId = InstanceIdOf(user, definitionId, request.RequestId);
        var (known, unfit) = await files.CheckAsync(new(user.CompanyId, definitionId, instanceId, flow.Form, user.PersonId), FormReading.Complete(flow.Form, answers), ct);
        if (unfit is not null) return unfit.ToProblem();
        var command = new StartCommand(definitionId)
        {
            TenantId = user.CompanyId.ToString("D"), Actor = user.Actor, InstanceId = instanceId, Name = $"{user.Name} 的{flow.Name}", Input = known!.Answers,
        };
        var started = await workflows.StartAsync(command, ct, (scope, token) => scope.GetRequiredService<IStartFiles>().SendAsync(known.Files, instanceId, token));
        if (started.Refusal is { } refused) return refused.ToProblem();
        await db.StartDrafts.Where(d => d.PersonId == user.PersonId && d.DefinitionId == definitionId).ExecuteDeleteAsync(ct);
        return TypedResults.Created($"/api/flows/{started.InstanceId}", new Response(started.InstanceId));
    }

    /// <summary>The flow, where the caller may start it.</summary>
    internal static async Task<StartableFlow?> FindAsync(AppDbContext db, CurrentUser user, string definitionId, CancellationToken ct) =>
        (await StartableFlow.OfAsync(db, user.CompanyId, definitionId, ct)).Find(f => f.MayBeStartedBy(user));

    internal static ProblemHttpResult Unknown(string definitionId) => Problems.NotFound("start.unknown", $"Expected a flow '{definitionId}' that you may start, but there is none.");

    // Nobody can meet another's flow by choosing the same request id.
    private static string InstanceIdOf(CurrentUser user, string definitionId, Guid requestId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"start:{user.PersonId:D}:{definitionId}:{requestId:D}")).AsSpan(0, 16));
}
