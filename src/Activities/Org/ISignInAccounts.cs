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

    /// <summary>Begins to ask for one of the person's passkeys, for one use only.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="use">What it is for; the same has to be said to <see cref="CheckPasskeyAsync"/>.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null when the person has no passkey.</returns>
    Task<PasskeyChallenge?> BeginPasskeyAsync(Guid personId, string use, CancellationToken ct);

    /// <summary>Checks that a passkey of this person has answered the challenge that was made for this use. An answer counts once.</summary>
    /// <returns>Null when right, or <c>sign-in.passkey.refused</c>.</returns>
    Task<Refusal?> CheckPasskeyAsync(Guid personId, string use, PasskeyProof proof, CancellationToken ct);
}

/// <summary>What a browser needs in order to ask for a passkey.</summary>
/// <param name="Options">JSON for <c>PublicKeyCredential.parseRequestOptionsFromJSON</c>.</param>
/// <param name="State">What has to come back with the answer.</param>
public sealed record PasskeyChallenge(string Options, string State);

/// <summary>What a passkey has answered.</summary>
/// <param name="State">From <see cref="PasskeyChallenge"/>.</param>
/// <param name="Credential">JSON of <c>PublicKeyCredential.toJSON</c>.</param>
public sealed record PasskeyProof(string State, string Credential);
