using HrBpm.Server.Database;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Overlays;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>What the group has locked in a template holds for its companies, also where one writes a flow of its own in the template's place.</summary>
internal sealed class BrokenLocks(AppDbContext db)
{
    /// <summary>The locks that a definition does not keep; none where it stands in no template's place.</summary>
    public async Task<IReadOnlyList<DefinitionProblem>> FindAsync(Guid company, WorkflowDefinition definition, CancellationToken ct) =>
        await Templates.FindAsync(db, company, definition.DefinitionId, ct) is { IsTemplate: true } template ? [.. CardLock.Broken(WorkflowDefinition.Read(template.Json), definition)] : [];
}
