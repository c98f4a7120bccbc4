using HrBpm.Designer.Api;

namespace HrBpm.Designer.SignIn;

/// <summary>Whether somebody is signed in.</summary>
public enum SessionState
{
    /// <summary>Not asked yet.</summary>
    Unknown,

    /// <summary>The server does not answer.</summary>
    Unreachable,

    /// <summary>Nobody is.</summary>
    SignedOut,

    /// <summary>Somebody is.</summary>
    SignedIn,
}

/// <summary>Who is signed in. The session itself is a cookie that scripts do not see.</summary>
public sealed class Session(HrBpmClient api)
{
    /// <summary>It has become another.</summary>
    public event Action? Changed;

    /// <summary>Whether somebody is signed in.</summary>
    public SessionState State { get; private set; }

    /// <summary>The person; null while nobody is signed in.</summary>
    public Me? Me { get; private set; }

    /// <summary>Whether the person's roles allow this somewhere. What is not allowed is absent from pages.</summary>
    public bool May(Permission permission) => Me?.Permissions.Contains(permission) == true;

    /// <summary>Asks the server who is signed in.</summary>
    public async Task ReadAsync()
    {
        try
        {
            Begin(await api.ReadMeAsync());
        }
        catch (Exception e) when (e is ApiException or HttpRequestException)
        {
            (State, Me) = (Refused.Of(e).IsSignedOut ? SessionState.SignedOut : SessionState.Unreachable, null);
            Changed?.Invoke();
        }
    }

    /// <summary>Somebody has signed in.</summary>
    public void Begin(Me me)
    {
        (State, Me) = (SessionState.SignedIn, me);
        Changed?.Invoke();
    }

    /// <summary>The session is over, here or on the server.</summary>
    public void End()
    {
        (State, Me) = (SessionState.SignedOut, null);
        Changed?.Invoke();
    }

    /// <summary>Signs out.</summary>
    public async Task SignOutAsync()
    {
        await api.SignOutAsync();
        End();
    }
}
