using HrBpm.Workflows;

namespace HrBpm.Activities.Org;

/// <summary>The accounts that people sign in to this system with.</summary>
public interface ISignInAccounts
{
    /// <summary>Disables the person's account. Once the run commits, open sessions end with their next request. Doing it twice changes nothing.</summary>
    /// <returns>Null when done, or <c>accounts.unknown</c> when the person has no account.</returns>
    Task<Refusal?> DisableAsync(Guid personId, CancellationToken ct);

    /// <summary>Checks that the person knows their password, whether or not the account may still sign in. A wrong one counts towards the lock-out at once, whatever becomes of the run.</summary>
    /// <returns>Null when right, or <c>sign-in.refused</c>, <c>sign-in.locked</c>.</returns>
    Task<Refusal?> CheckPasswordAsync(Guid personId, string password, CancellationToken ct);
}
