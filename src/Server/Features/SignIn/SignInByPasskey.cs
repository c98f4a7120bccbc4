using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace HrBpm.Server.Features.SignIn;

/// <summary>First half of a sign-in without a password: what the browser needs for <c>navigator.credentials.get</c>. The same for everybody, so it tells nobody who has an account.</summary>
internal static class BeginSignInByPasskey
{
    /// <summary>What the state is sealed for.</summary>
    public const string Use = "sign-in";

    /// <param name="Options">For <c>PublicKeyCredential.parseRequestOptionsFromJSON</c>.</param>
    /// <param name="State">What to send back with the second half.</param>
    internal sealed record Response(JsonNode Options, string State);

    public static async Task<Ok<Response>> HandleAsync(IPasskeyHandler<Account> passkeys, PasskeyStates states, HttpContext http)
    {
        var made = await passkeys.MakeRequestOptionsAsync(null, http);
        return TypedResults.Ok(new Response(JsonNode.Parse(made.RequestOptionsJson)!, states.Seal(made.AssertionState!, Use)));
    }
}

/// <summary>Second half: the browser's answer. A passkey is two factors, the device and how it verified its user, so no code is asked for.</summary>
internal static class SignInByPasskey
{
    /// <param name="State">From the first half.</param>
    /// <param name="Credential">What <c>PublicKeyCredential.toJSON</c> gives.</param>
    internal sealed record Request(string State, JsonElement Credential);

    public static async Task<Results<Ok<Me>, Accepted<SignInStep>, ProblemHttpResult>> HandleAsync(Request request, PasskeyCheck check, FinishSignIn finish, HttpContext http, CancellationToken ct)
    {
        var (account, refusal) = await check.RunAsync(request.State, request.Credential.GetRawText(), BeginSignInByPasskey.Use, mayBeDisabled: false, http, ct);
        if (account is not null) return await finish.AnswerAsync(account, SignInWay.Passkey, http, ct);
        return refusal!.Code == PasskeyCheck.Stale ? FinishSignIn.StaleChallenge() : Problems.Problem(StatusCodes.Status401Unauthorized, refusal.Code, refusal.Message);
    }
}
