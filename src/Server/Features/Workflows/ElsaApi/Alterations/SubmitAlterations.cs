using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>Keeps a plan for the instances that a filter finds now. It is carried out after the answer, by <see cref="CarryOutPlans"/>.</summary>
internal static class SubmitAlterations
{
    internal sealed record Request(JsonObject[] Alterations, AlterationFilter Filter);

    internal sealed record Answer(string PlanId);

    public static async Task<Results<ElsaAnswer<Answer>, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, InstanceHistories histories, AlterationSignal signal, CurrentUser user, TimeProvider time, CancellationToken ct)
    {
        if (AlterationReader.WhyInvalid(request.Alterations) is { } invalid) return invalid.ToProblem();
        if (request.Filter.WhyNot() is { } wrong) return wrong.ToProblem();
        if (await request.Filter.FindAsync(db, histories, RunAlterations.MostInstances, ct) is not { } ids) return TooMany();
        var plan = new AlterationPlan
        {
            CompanyId = user.CompanyId,
            Actor = user.Actor,
            Alterations = JsonSerializer.Serialize(request.Alterations, ElsaJson.Options),
            Filter = JsonSerializer.Serialize(request.Filter, ElsaJson.Options),
            CreatedUtc = time.GetUtcNow().UtcDateTime,
        };
        db.Add(plan);
        db.AddRange(ids.Select(id => new AlterationJob { PlanId = plan.Id, CompanyId = plan.CompanyId, InstanceId = id, CreatedUtc = plan.CreatedUtc }));
        await db.SaveChangesAsync(ct);
        signal.Raise();
        return new ElsaAnswer<Answer>(new Answer(plan.Id));
    }

    internal static ProblemHttpResult TooMany() => Problems.Conflict("alterations.too-many", $"Expected a filter that finds at most {RunAlterations.MostInstances} instances, before activities are looked at, but it finds more.");
}
