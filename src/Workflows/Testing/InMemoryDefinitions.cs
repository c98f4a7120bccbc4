namespace HrBpm.Workflows.Testing;

/// <summary>Definitions with drafts and versions, numbered as Elsa's import numbers them.</summary>
public sealed class InMemoryDefinitions
{
    private readonly Lock _lock = new();
    private readonly List<StoredDefinition> _saved = [];
    private readonly Dictionary<string, int> _published = [];

    /// <summary>Ids of all definitions that have a published version.</summary>
    public IReadOnlyList<string> PublishedIds
    {
        get
        {
            lock (_lock) return [.. _published.Keys];
        }
    }

    /// <summary>Saves a draft: the latest version when that is a draft, else a new one with the next number. Publishing it takes the place of what was published.</summary>
    public StoredDefinition Save(string definitionId, string json, bool isPublished)
    {
        lock (_lock)
        {
            var latest = _saved.FindLast(d => d.DefinitionId == definitionId)?.Version ?? 0;
            var isDraft = latest > _published.GetValueOrDefault(definitionId);
            var number = isDraft ? latest : latest + 1;
            var stored = new StoredDefinition($"{definitionId}-v{number}-{_saved.Count + 1}", definitionId, number, json);
            _saved.Add(stored);
            if (isPublished) _published[definitionId] = number;
            return stored;
        }
    }

    /// <summary>The published version, or the one with that number.</summary>
    public StoredDefinition? Find(string definitionId, int? version)
    {
        lock (_lock)
        {
            var number = version ?? _published.GetValueOrDefault(definitionId);
            return _saved.FindLast(d => d.DefinitionId == definitionId && d.Version == number);
        }
    }

    /// <summary>A version by its id, also one that a later save of the draft has replaced: instances may still run it.</summary>
    public StoredDefinition? FindVersion(string versionId)
    {
        lock (_lock) return _saved.Find(d => d.VersionId == versionId);
    }
}
