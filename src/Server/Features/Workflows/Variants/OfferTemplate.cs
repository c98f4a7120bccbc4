using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>Makes the caller's draft the template of the group: its companies run it from now on, unless they have one of their own. Only for those whose right reaches the group.</summary>
internal static class OfferTemplate
{
    /// <param name="Version">Number of the template's new version.</param>
    public sealed record Response(string DefinitionId, int Version);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(string definitionId, EditDefinitions edit, AppDbContext db, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        if (!await SeenVersion.Of(db, user.CompanyId).AnyAsync(v => v.DefinitionId == definitionId, ct)) return DefinitionProblems.Unknown(definitionId);
        if (!user.Rights.Reaches(Permission.WorkflowsManage, Reach.Group))
            return Problems.Forbidden("templates.forbidden", "Expected a right to manage flows that reaches the whole group, but yours reaches your company. A template is every company's.");
        try
        {
            return await writes.RunAsync((services, token) => MakeAsync(services, DefinitionAuthor.Of(user), definitionId, token), ct) switch
            {
                DefinitionChange.Done done => TypedResults.Ok(new Response(definitionId, done.Version.Version)),
                var other => DefinitionProblems.Of(other, edit.Language),
            };
        }
        catch (DefinitionException wrong)
        {
            // What starts it cannot be told before it is published; the transaction is rolled back.
            return DefinitionProblems.NotSound(wrong.Problems, edit.Language);
        }
    }

    private static async Task<DefinitionChange> MakeAsync(IServiceProvider services, DefinitionAuthor author, string definitionId, CancellationToken ct)
    {
        var db = services.GetRequiredService<AppDbContext>();
        await DefinitionTurn.TakeAsync(db, author, ct);
        var draft = await db.DefinitionVersions.SingleOrDefaultAsync(d => d.OwnerId == author.CompanyId && d.DefinitionId == definitionId && d.IsLatest && d.FrozenUtc == null, ct);
        if (draft is null) return new DefinitionChange.Refused(VariantRefusals.NoDraft(definitionId));
        var above = await db.Companies.Where(c => c.Id == author.CompanyId).Select(c => c.ParentId).SingleAsync(ct) ?? author.CompanyId;
        if (await db.Companies.Where(c => c.Id == above).Select(c => c.ParentId).SingleAsync(ct) is not null) return new DefinitionChange.Refused(VariantRefusals.TooDeep(definitionId));
        var definition = WorkflowDefinition.Read(draft.Json);
        (definition.Source["customProperties"] as System.Text.Json.Nodes.JsonObject)?.Remove(ChangeVariants.Mark);
        var saved = await services.GetRequiredService<ChangeDefinitions>().SaveAsync(author with { CompanyId = above }, definition, publish: true, ct);
        if (saved is not DefinitionChange.Done done) return saved;
        // What is as the product has it needs no version of the group's.
        if (done.Version.OwnerId == above && !done.Version.IsTemplate) done.Version.OfferToCompanies();
        if (above == author.CompanyId) return saved;
        return await services.GetRequiredService<DeleteDefinitions>().DeleteVersionAsync(author, draft.Id, ct) is { } refusal ? new DefinitionChange.Refused(refusal) : saved;
    }
}
