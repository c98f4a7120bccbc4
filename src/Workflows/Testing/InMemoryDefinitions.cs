namespace HrBpm.Workflows.Testing;

/// <summary>Definitions with drafts and versions, numbered as Elsa's import numbers them. Those of the empty tenant are for all tenants, except where one has its own.</summary>
public sealed class InMemoryDefinitions
{
    private readonly Lock _lock = new();
    private readonly List<(string Tenant, StoredDefinition Stored)> _saved = [];
    private readonly Dictionary<(string Tenant, string DefinitionId), int> _published = [];

    /// <summary>The published versions that start instances of a tenant.</summary>
    public IReadOnlyList<StoredDefinition> PublishedFor(string tenant)
    {
        lock (_lock) return [.. _published.Keys.Where(k => k.Tenant == tenant || k.Tenant.Length == 0).Select(k => k.DefinitionId).Distinct().Select(id => Find(id, null, tenant)!)];
    }

    /// <summary>Saves a draft: the latest version when that is a draft, else a new one with the next number. Publishing it takes the place of what was published.</summary>
    public StoredDefinition Save(string definitionId, string json, bool isPublished, string tenant = "")
    {
        lock (_lock)
        {
            var latest = _saved.FindLast(d => d.Tenant == tenant && d.Stored.DefinitionId == definitionId).Stored?.Version ?? 0;
            var isDraft = latest > _published.GetValueOrDefault((tenant, definitionId));
            var number = isDraft ? latest : latest + 1;
            var stored = new StoredDefinition($"{definitionId}-v{number}-{_saved.Count + 1}", definitionId, number, json);
            _saved.Add((tenant, stored));
            if (isPublished) _published[(tenant, definitionId)] = number;
            return stored;
        }
    }

    /// <summary>The published version, or the one with that number: the tenant's own before that for all tenants.</summary>
    public StoredDefinition? Find(string definitionId, int? version, string tenant = "")
    {
        lock (_lock) return Own(definitionId, version, tenant) ?? Own(definitionId, version, "");
    }

    /// <summary>A version by its id, also one that a later save of the draft has replaced: instances may still run it.</summary>
    public StoredDefinition? FindVersion(string versionId)
    {
        lock (_lock) return _saved.Find(d => d.Stored.VersionId == versionId).Stored;
    }

    private StoredDefinition? Own(string definitionId, int? version, string tenant)
    {
        var number = version ?? _published.GetValueOrDefault((tenant, definitionId));
        return _saved.FindLast(d => d.Tenant == tenant && d.Stored.DefinitionId == definitionId && d.Stored.Version == number).Stored;
    }
}
