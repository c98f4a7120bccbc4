namespace HrBpm.Server.Features.Inbox.Live;

/// <summary>The people whose pages are connected to this process, and what their inboxes looked like when they were last told.</summary>
internal sealed class WatchedInboxes
{
    private readonly Lock door = new();
    private readonly Dictionary<Guid, (int Connections, string Stamp)> people = [];

    /// <summary>A page of this person has connected.</summary>
    public void Add(Guid person, string stamp)
    {
        lock (door)
        {
            people[person] = people.TryGetValue(person, out var known) ? (known.Connections + 1, known.Stamp) : (1, stamp);
        }
    }

    /// <summary>A page of this person is gone.</summary>
    public void Remove(Guid person)
    {
        lock (door)
        {
            if (!people.TryGetValue(person, out var known)) return;
            if (known.Connections == 1) people.Remove(person);
            else people[person] = (known.Connections - 1, known.Stamp);
        }
    }

    /// <summary>Who is connected.</summary>
    public IReadOnlyList<Guid> People()
    {
        lock (door)
        {
            return [.. people.Keys];
        }
    }

    /// <summary>True when that is news to the person.</summary>
    public bool IsNews(Guid person, string stamp)
    {
        lock (door)
        {
            if (!people.TryGetValue(person, out var known) || known.Stamp == stamp) return false;
            people[person] = (known.Connections, stamp);
            return true;
        }
    }
}
