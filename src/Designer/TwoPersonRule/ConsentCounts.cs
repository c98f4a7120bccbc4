using HrBpm.Designer.Api;
using HrBpm.Designer.SignIn;

namespace HrBpm.Designer.TwoPersonRule;

/// <summary>How many requests wait for this person's consent, for the menu.</summary>
public sealed class ConsentCounts(HrBpmClient api, Session session)
{
    /// <summary>It has become another.</summary>
    public event Action? Changed;

    /// <summary>How many this person may decide.</summary>
    public int Waiting { get; private set; }

    /// <summary>Asks the server, for whoever may decide anything.</summary>
    public async Task ReadAsync()
    {
        if (!session.May(Permission.ConsentGive)) return;
        try
        {
            Set(await api.ListRequestsAsync(null, null, null));
        }
        catch (Exception e) when (e is ApiException or HttpRequestException)
        {
            // The number is a convenience; the list itself says what is wrong.
        }
    }

    /// <summary>Counts those of a list that was read.</summary>
    public void Set(IEnumerable<ListRequestsItem> open)
    {
        Waiting = open.Count(request => request.CanConsent);
        Changed?.Invoke();
    }
}
