using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>First half: what the browser needs for <c>navigator.credentials.create</c>. Asks for the password: an unlocked screen alone must not change how its owner signs in.</summary>
internal static class BeginPasskey
{
    internal sealed record Request(string Password);

    /// <param name="Options">For <c>PublicKeyCredential.parseCreationOptionsFromJSON</c>.</param>
    /// <param name="State">What to send back with the second half.</param>
    internal sealed record Response(JsonNode Options, string State);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, CurrentUser user, PasswordCheck passwords, IPasskeyHandler<Account> passkeys, PasskeyStates states, HttpContext http, CancellationToken ct)
    {
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.PersonId == user.PersonId, ct);
        if (await passwords.RunAsync(account, request.Password, ct) is { } wrong) return Problems.Forbidden(wrong.Code, wrong.Message);
        var made = await passkeys.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString("D"), Name = user.UserName, DisplayName = user.Name }, http);
        return TypedResults.Ok(new Response(JsonNode.Parse(made.CreationOptionsJson)!, states.Seal(made.AttestationState!, UseOf(account.Id))));
    }

    /// <summary>What the state of an account's registration is sealed for.</summary>
    public static string UseOf(Guid accountId) => $"register:{accountId:D}";
}

/// <summary>Second half: the browser's answer. From here on the passkey signs its person in.</summary>
internal static class RegisterPasskey
{
    /// <param name="Name">What the person calls it, for example the name of the device.</param>
    /// <param name="State">From the first half.</param>
    /// <param name="Credential">What <c>PublicKeyCredential.toJSON</c> gives.</param>
    internal sealed record Request(string Name, string State, JsonElement Credential);

    internal sealed record Response(Guid Id);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, CurrentUser user, IPasskeyHandler<Account> passkeys, PasskeyStates states, WriteAttempts writes, HttpContext http, CancellationToken ct)
    {
        if (request.Name.Trim() is not { Length: > 0 and <= Passkey.LongestName } name)
            return Problems.Invalid("passkeys.name.invalid", $"Expected a name of 1 to {Passkey.LongestName} characters, but it has {request.Name.Trim().Length}.");
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.PersonId == user.PersonId, ct);
        if (states.Open(request.State, BeginPasskey.UseOf(account.Id)) is not { } state) return FinishSignIn.StaleChallenge();
        var result = await passkeys.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = request.Credential.GetRawText(), AttestationState = state.Content });
        if (!result.Succeeded) return Problems.Invalid("passkeys.answer.invalid", "Expected the answer of an authenticator to the options given before, from this site and with the user verified, but it is not.");
        var made = PasskeyOf(account, name, result.Passkey);
        await writes.RunAsync((scope, _) =>
        {
            scope.GetRequiredService<AppDbContext>().Add(made);
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, user.Actor, "passkey.registered", new { made.Id, name }));
            return Task.FromResult(made.Id);
        }, ct);
        return TypedResults.Ok(new Response(made.Id));
    }

    private static Passkey PasskeyOf(Account account, string name, UserPasskeyInfo info) => new()
    {
        CompanyId = account.CompanyId,
        AccountId = account.Id,
        Name = name,
        CredentialId = info.CredentialId,
        PublicKey = info.PublicKey,
        CreatedUtc = UtcDateTimeConverter.ToStored(info.CreatedAt.UtcDateTime),
        SignCount = info.SignCount,
        IsUserVerified = info.IsUserVerified,
        IsBackupEligible = info.IsBackupEligible,
        IsBackedUp = info.IsBackedUp,
    };
}
