using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Accounts as activities and other features see them.</summary>
internal sealed class SignInAccounts(AppDbContext db, PasswordCheck passwords, IHttpContextAccessor http, TimeProvider clock) : ISignInAccounts
{
    public async Task<Refusal?> DisableAsync(Guid personId, CancellationToken ct)
    {
        if (await db.Users.SingleOrDefaultAsync(a => a.PersonId == personId, ct) is not { } account) return Unknown(personId);
        account.Disable(clock.GetUtcNow().UtcDateTime);
        return null;
    }

    public async Task<Refusal?> CheckPasswordAsync(Guid personId, string password, CancellationToken ct) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == personId, ct) is { } account
            ? await passwords.IdentifyAsync(account, password, ct)
            : Unknown(personId);

    public async Task<PasskeyChallenge?> BeginPasskeyAsync(Guid personId, string use, CancellationToken ct)
    {
        var (services, request) = AtHand();
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == personId && db.Passkeys.Any(p => p.AccountId == a.Id), ct) is not { } account) return null;
        var made = await services.GetRequiredService<IPasskeyHandler<Account>>().MakeRequestOptionsAsync(account, request);
        return new PasskeyChallenge(made.RequestOptionsJson, services.GetRequiredService<PasskeyStates>().Seal(made.AssertionState!, UseOf(personId, use)));
    }

    public async Task<Refusal?> CheckPasskeyAsync(Guid personId, string use, PasskeyProof proof, CancellationToken ct)
    {
        var (services, request) = AtHand();
        var (account, refusal) = await services.GetRequiredService<PasskeyCheck>().RunAsync(proof.State, proof.Credential, UseOf(personId, use), mayBeDisabled: true, request, ct);
        return refusal is null && account!.PersonId == personId ? null : new Refusal("sign-in.passkey.refused", refusal?.Message ?? "Expected a passkey of the person, but it is somebody else's.");
    }

    private static string UseOf(Guid personId, string use) => $"{personId:D} {use}";

    // Passkeys are checked against the site that the request was made to.
    private (IServiceProvider Services, HttpContext Request) AtHand()
    {
        var request = http.HttpContext ?? throw new InvalidOperationException("Expected a passkey to be asked for within a request, but there is none.");
        return (request.RequestServices, request);
    }

    private static Refusal Unknown(Guid personId) => new("accounts.unknown", $"Expected person {personId} to have an account, but there is none.");
}
