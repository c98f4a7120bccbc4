using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows;

public sealed partial class WorkflowRuntime
{
    private const string Tried = "alterations.tried";

    /// <summary>Alters an instance: all of it, or nothing. What would leave the instance waiting for nothing is refused.</summary>
    public Task<Refusal?> AlterAsync(AlterInstance command, CancellationToken ct, BeforeRun? before = null) => AlterAsync(command, isTrial: false, before, ct);

    /// <summary>Finds out whether an instance can be altered, by doing it without committing.</summary>
    /// <returns>Null when it can.</returns>
    public async Task<Refusal?> TryAlterAsync(AlterInstance command, CancellationToken ct) =>
        await AlterAsync(command, isTrial: true, null, ct) is { } refusal && refusal.Code != Tried ? refusal : null;

    private Task<Refusal?> AlterAsync(AlterInstance command, bool isTrial, BeforeRun? before, CancellationToken ct)
    {
        Instance? instance = null;
        return AttemptAsync(command.InstanceId, command, before, async attempt =>
        {
            instance = await attempt.Store.LoadAsync(command.InstanceId, ct);
            if (instance is null) return Refusals.UnknownInstance(command.InstanceId);
            if (instance.Status == InstanceStatus.Finished) return Refusals.Finished(instance);
            var version = await attempt.Definitions.FindVersionAsync(instance.DefinitionVersionId, ct)
                ?? throw new InvalidOperationException($"Expected version {instance.DefinitionVersionId} of definition '{instance.DefinitionId}' to be kept while instance {instance.Id} runs, but it is gone.");
            var graph = await graphs.ForAsync(instance, version, attempt.Definitions, ct);
            if (command.Alterations.Skip(1).Any(a => a is Alteration.Migrate)) return AlterationRefusals.MigrationNotFirst();
            Migration? migration = null;
            if (command.Alterations is [Alteration.Migrate migrate, ..])
            {
                if (await attempt.Definitions.FindAsync(instance.TenantId, instance.DefinitionId, migrate.TargetVersion, ct) is not { } target) return Refusals.UnknownDefinition(instance.DefinitionId, migrate.TargetVersion);
                var next = await DefinitionParts.LoadAsync(graphs, attempt.Definitions, target, instance.TenantId, null, ct);
                migration = new Migration(instance, graph, next);
                graph = next;
                if (migration.WhyNot() is { } refusal) return refusal;
            }

            var run = attempt.RunOf(instance, graph);
            if (await engine.AlterAsync(run, command, migration) is { } refused) return refused;
            return isTrial ? new Refusal(Tried, "It can be done.") : null;
        }, () => instance, ct);
    }
}
