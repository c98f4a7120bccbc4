using HrBpm.Designer.Api;

namespace HrBpm.Designer.Inbox;

/// <summary>How many tasks wait for the person, for the menu.</summary>
public sealed class InboxCounts(HrBpmClient api)
{
    /// <summary>It has become another.</summary>
    public event Action? Changed;

    /// <summary>待办.</summary>
    public int ToDo { get; private set; }

    /// <summary>提到我: comments that mention the person and that they have not seen.</summary>
    public int Mentions { get; private set; }

    /// <summary>Asks the server.</summary>
    public async Task ReadAsync()
    {
        try
        {
            ToDo = (await api.ListTasksAsync("todo", null, 1, null, null, null, null, null)).Total;
            Mentions = (await api.ListMentionsAsync(true, null, 1)).Total;
            Changed?.Invoke();
        }
        catch (Exception e) when (e is ApiException or HttpRequestException)
        {
            // The number is a convenience; the list itself says what is wrong.
        }
    }
}
