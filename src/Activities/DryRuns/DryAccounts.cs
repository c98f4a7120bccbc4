using HrBpm.Activities.Org;
using HrBpm.Workflows;

namespace HrBpm.Activities.DryRuns;

/// <summary>Accounts in a dry run: none is disabled, and nobody signs in.</summary>
internal sealed class DryAccounts : ISignInAccounts
{
    public Task<Refusal?> DisableAsync(Guid personId, CancellationToken ct) => Task.FromResult<Refusal?>(null);

    public Task<Refusal?> CheckPasswordAsync(Guid personId, string password, CancellationToken ct) => Task.FromResult<Refusal?>(NobodySignsIn);

    public Task<PasskeyChallenge?> BeginPasskeyAsync(Guid personId, string use, CancellationToken ct) => Task.FromResult<PasskeyChallenge?>(null);

    public Task<Refusal?> CheckPasskeyAsync(Guid personId, string use, PasskeyProof proof, CancellationToken ct) => Task.FromResult<Refusal?>(NobodySignsIn);

    private static Refusal NobodySignsIn => new("sign-in.refused", "Expected nobody to sign in during a dry run, but somebody was asked to.");
}
