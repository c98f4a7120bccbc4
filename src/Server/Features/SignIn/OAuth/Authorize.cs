using System.Collections.Immutable;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn.Pages;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary><c>/connect/authorize</c>, once OpenIddict has checked the client, its address and PKCE: has the person sign in and consent, and sends the code back.</summary>
internal static class Authorize
{
    private const string Answer = "answer", Again = "again";

    public static async Task<IResult> HandleAsync(
        HttpContext http, CurrentUser user, OAuthPeople people, OpenIddictApplicationManager<OAuthClient> clients, OpenIddictAuthorizationManager<OAuthAuthorization> authorizations, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var prompts = request.GetPromptValues();
        if (!user.IsKnown || await people.OfPersonAsync(user.PersonId, ct) is not { } known) return prompts.Contains(PromptValues.None) ? GiveToken.Refuse(Errors.LoginRequired, "Nobody is signed in.") : AskWho(http);
        var signedInUtc = await http.RequestServices.GetRequiredService<SignedInSince>().OfAsync(http, ct);
        // The answer to the consent page comes by POST: that page was shown to somebody who was asked before.
        if (HttpMethods.IsGet(http.Request.Method) && (prompts.Contains(PromptValues.Login) || request.MaxAge < (LiveSessions.NowUtc - signedInUtc).TotalSeconds))
            return prompts.Contains(PromptValues.None) ? GiveToken.Refuse(Errors.LoginRequired, "The sign-in is too long ago.") : AskAnew(http);
        var client = (await clients.FindByClientIdAsync(request.ClientId!, ct))!;
        if (client.CompanyId != user.CompanyId) return GiveToken.Refuse(Errors.AccessDenied, "The client belongs to another company.");

        var (subject, id, scopes) = (known.Account.Id.ToString("D"), client.Id.ToString("D"), request.GetScopes());
        var given = await authorizations.FindAsync(subject, id, Statuses.Valid, AuthorizationTypes.Permanent, scopes, ct).FirstOrDefaultAsync(ct);
        if (given is null || prompts.Contains(PromptValues.Consent))
        {
            if (prompts.Contains(PromptValues.None)) return GiveToken.Refuse(Errors.ConsentRequired, "The person has not consented.");
            var answer = HttpMethods.IsPost(http.Request.Method) ? (string?)request.GetParameter(Answer) : null;
            if (answer is null) return ConsentPage.Show(http, client.DisplayName ?? request.ClientId!, user.Name, scopes, ParametersOf(request), request.RedirectUri!);
            if (answer != "yes") return GiveToken.Refuse(Errors.AccessDenied, "The person has refused.");
            given = await authorizations.CreateAsync(OAuthPeople.PrincipalOf(known.Account, known.Person, scopes), subject, id, AuthorizationTypes.Permanent, scopes, ct);
            await RecordAsync(http, known.Account, client, scopes, ct);
        }

        var principal = OAuthPeople.PrincipalOf(known.Account, known.Person, scopes, new DateTimeOffset(signedInUtc, TimeSpan.Zero).ToUnixTimeSeconds());
        principal.SetAuthorizationId(given.Id.ToString("D"));
        return Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    // The session's cookie is SameSite=Strict, so it does not come along from the client's page. Our own page asks once more, and then it does.
    private static IResult AskWho(HttpContext http)
    {
        var here = $"{http.Request.Path}{http.Request.QueryString}";
        return http.Request.Query.ContainsKey(Again)
            ? Results.Redirect($"/sign-in?return={Uri.EscapeDataString(here)}")
            : PlainPage.GoOn(http, $"{here}&{Again}=1");
    }

    // OpenID Connect Core 1.0, 3.1.2.1: the person has to prove themselves again, whether or not they are signed in. Afterwards that wish is fulfilled.
    private static IResult AskAnew(HttpContext http)
    {
        var prompts = string.Join(' ', http.Request.Query[Parameters.Prompt].ToString().Split(' ').Where(p => p.Length > 0 && p != PromptValues.Login));
        var kept = http.Request.Query.Where(p => p.Key is not (Again or Parameters.Prompt)).SelectMany(p => p.Value, (p, value) => KeyValuePair.Create(p.Key, value)).ToList();
        if (prompts.Length > 0) kept.Add(KeyValuePair.Create(Parameters.Prompt, (string?)prompts));
        return Results.Redirect($"/sign-in?return={Uri.EscapeDataString($"{http.Request.Path}{QueryString.Create(kept)}")}");
    }

    private static Task<bool> RecordAsync(HttpContext http, Account account, OAuthClient client, ImmutableArray<string> scopes, CancellationToken ct) =>
        http.RequestServices.GetRequiredService<WriteAttempts>().RunAsync((scope, _) =>
        {
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, account.PersonId.ToString("D"), "oauth.consented", new { client.ClientId, scopes = scopes.ToArray() }));
            return Task.FromResult(true);
        }, ct);

    private static IEnumerable<(string Name, string Value)> ParametersOf(OpenIddictRequest request) =>
        request.GetParameters().Where(p => p.Key is not (Answer or Again)).Select(p => (p.Key, (string?)p.Value ?? ""));
}
