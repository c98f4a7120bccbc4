using System.Collections.Concurrent;

namespace HrBpm.Workflows.Definitions;

/// <summary>Compiled definitions by version id. A published version never changes, so neither does its graph.</summary>
public sealed class GraphCache(DefinitionCompiler compiler)
{
    private readonly ConcurrentDictionary<string, Graph> _graphs = [];

    /// <summary>The graph of a version, compiled at its first use.</summary>
    /// <exception cref="DefinitionException">The definition cannot be compiled.</exception>
    public Graph For(StoredDefinition stored) =>
        _graphs.GetOrAdd(stored.VersionId, _ => compiler.Compile(stored.VersionId, stored.Version, WorkflowDefinition.Read(stored.Json)));

    /// <summary>The graph that an instance runs: of its version, and of the definitions that it was bound to when it started.</summary>
    /// <exception cref="DefinitionException">One of the definitions cannot be compiled.</exception>
    public ValueTask<Graph> ForAsync(Instance instance, StoredDefinition version, IDefinitionStore definitions, CancellationToken ct) =>
        DefinitionParts.LoadAsync(this, definitions, version, instance.TenantId, instance.Parts, ct);

    /// <summary>The graph of a version together with these definitions, which it uses as activities.</summary>
    /// <exception cref="DefinitionException">One of the definitions cannot be compiled.</exception>
    internal Graph For(StoredDefinition stored, IReadOnlyDictionary<string, StoredDefinition> parts)
    {
        var key = string.Join('|', parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value.VersionId}").Prepend(stored.VersionId));
        return _graphs.GetOrAdd(key, _ => compiler.Compile(stored.VersionId, stored.Version, WorkflowDefinition.Read(stored.Json), parts));
    }
}
