using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.DryRuns;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Scenarios;

/// <summary>Keeps a dry run as a scenario of a flow, without the people in it. One of the same name is replaced.</summary>
internal static class KeepScenario
{
    /// <param name="Name">What it shows, 1 to 200 characters.</param>
    /// <param name="Scenario">Start, acts and outcome of the dry run.</param>
    public sealed record Request(string Name, JsonObject Scenario);

    public sealed record Response(Guid Id);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(string definitionId, Request request, AppDbContext read, WriteAttempts writes, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var name = request.Name.Trim();
        if (name.Length is 0 or > 200) return Problems.Invalid("scenarios.name.invalid", $"Expected a name of 1 to 200 characters, but it has {name.Length}.");
        if (ReadIfValid(request.Scenario.ToJsonString()) is not { } given) return Problems.Invalid("scenarios.invalid", "Expected a scenario with start, acts and outcome as a dry run makes it, but it is none.");
        var json = (await ScenarioPeople.TakeOutAsync(read, given, ct)).Write();
        if (json.Length > FlowScenario.Largest) return Problems.Invalid("scenarios.too-large", $"Expected a scenario of at most {FlowScenario.Largest} characters of JSON, but it has {json.Length}.");
        var (id, refusal) = await writes.RunAsync((scope, token) => KeepAsync(scope, new FlowScenario
        {
            Id = Guid.CreateVersion7(), CompanyId = user.CompanyId, DefinitionId = definitionId, Name = name, Json = json, UpdatedUtc = clock.GetUtcNow().UtcDateTime,
        }, user.Actor, token), ct);
        return refusal is null ? TypedResults.Ok(new Response(id)) : refusal.ToProblem();
    }

    private static async Task<(Guid Id, Refusal? Refusal)> KeepAsync(IServiceProvider scope, FlowScenario given, string actor, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (!await IsKnownAsync(db, given.CompanyId, given.DefinitionId, ct)) return (default, DefinitionRefusals.Unknown(given.DefinitionId));
        var others = db.FlowScenarios.Where(s => s.CompanyId == given.CompanyId && s.DefinitionId == given.DefinitionId);
        var kept = await others.SingleOrDefaultAsync(s => s.Name == given.Name, ct);
        if (kept is null && await others.CountAsync(ct) >= FlowScenario.MostPerFlow)
            return (default, new Refusal("scenarios.too-many", $"Expected at most {FlowScenario.MostPerFlow} scenarios of one flow, but there are as many already."));
        if (kept is null) db.Add(kept = given);
        else (kept.Json, kept.UpdatedUtc, kept.Version) = (given.Json, given.UpdatedUtc, kept.Version + 1);
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(given.CompanyId, actor, "definitions.scenario-kept", $"definition:{given.DefinitionId}", new { scenario = kept.Id }));
        return (kept.Id, null);
    }

    /// <summary>Whether the company sees a flow of that id.</summary>
    internal static Task<bool> IsKnownAsync(AppDbContext db, Guid company, string definitionId, CancellationToken ct) =>
        db.DefinitionVersions.AnyAsync(d => d.DefinitionId == definitionId && d.DeletedUtc == null && (d.OwnerId == company || d.OwnerId == DefinitionVersion.AllCompanies), ct);

    private static DryScenario? ReadIfValid(string json)
    {
        try
        {
            return DryScenario.Read(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
