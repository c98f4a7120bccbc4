using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn.Pages;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary><c>/sign-in/oidc/{providerId}</c>: sends the browser to the provider.</summary>
internal static class BeginProviderSignIn
{
    public static async Task<IResult> HandleAsync(Guid providerId, HttpContext http, ProviderSignIn signIn, CancellationToken ct)
    {
        var back = http.Request.Query["return"].ToString() is { Length: > 0 } given ? given : ReturnPath.Default;
        return ReturnPath.IsOurs(back) ? await signIn.BeginAsync(http, providerId, back, ct) : SignInPages.Incomplete(http);
    }
}

/// <summary><c>/sign-in/oidc/{providerId}/callback</c>: the browser comes back with a code, or with a no.</summary>
internal static class FinishProviderSignIn
{
    public static Task<IResult> HandleAsync(Guid providerId, HttpContext http, ProviderSignIn signIn, FinishSignIn finish, CancellationToken ct) => signIn.FinishAsync(http, providerId, finish, ct);
}

/// <summary>A sign-in by a company's identity provider, from the button to the session.</summary>
/// <remarks>Each provider has an address of its own to come back to, so that one cannot pass its answers off as another's (RFC 9700, 4.4).</remarks>
internal sealed partial class ProviderSignIn(
    AppDbContext db, BrowserStates states, OidcExchange exchange, FindBoundAccount accounts, FieldSecrets secrets, SignInOptions options, ILogger<ProviderSignIn> log)
{
    public async Task<IResult> BeginAsync(HttpContext http, Guid providerId, string back, CancellationToken ct)
    {
        if (await FindAsync(providerId, ct) is not { } provider) return SignInPages.Incomplete(http);
        try
        {
            return Results.Redirect(await exchange.AddressAsync(provider, states.Begin(http, UseOf(provider), back), RedirectUri(http, provider), ct));
        }
        catch (ProviderException e)
        {
            LogFailed(provider.Id, e.Code, e.Message);
            return SignInPages.Elsewhere(http, back, StatusCodes.Status502BadGateway);
        }
    }

    public async Task<IResult> FinishAsync(HttpContext http, Guid providerId, FinishSignIn finish, CancellationToken ct)
    {
        var query = http.Request.Query;
        if (await FindAsync(providerId, ct) is not { } provider) return SignInPages.Incomplete(http);
        if (states.End(http, UseOf(provider), query["state"].ToString()) is not { } begun) return SignInPages.TooLate(http);
        // RFC 9207: where the provider names itself in the answer, it has to be the one that was asked.
        if (query["iss"].ToString() is { Length: > 0 } issuer && issuer.TrimEnd('/') != provider.Issuer) return SignInPages.Elsewhere(http, begun.Return);
        if (query["code"].ToString() is not { Length: > 0 } code) return SignInPages.Elsewhere(http, begun.Return);
        try
        {
            var secret = await secrets.OpenTextAsync(provider.PlaceOfSecret, provider.ClientSecret!, ct);
            var vouched = await exchange.RunAsync(provider, secret, begun, code, RedirectUri(http, provider), ct);
            var (account, refusal) = await accounts.RunAsync(provider, vouched, ct);
            if (refusal is not null) return SignInPages.Elsewhere(http, begun.Return);
            var way = vouched.HasSecondFactor && provider.IsTrustedForSecondFactor ? SignInWay.ProviderWithSecondFactor : SignInWay.Provider;
            return await SignInPages.GoOnAsync(http, account!, way, begun.Return, finish, ct);
        }
        catch (ProviderException e)
        {
            LogFailed(provider.Id, e.Code, e.Message);
            return SignInPages.Elsewhere(http, begun.Return);
        }
    }

    /// <summary>Where browsers come back to; what an administrator registers at the provider.</summary>
    public static string RedirectUri(HttpContext http, Guid providerId, SignInOptions options) => $"{options.AddressOf(http.Request)}/sign-in/oidc/{providerId:D}/callback";

    private string RedirectUri(HttpContext http, IdentityProvider provider) => RedirectUri(http, provider.Id, options);

    private static string UseOf(IdentityProvider provider) => $"oidc:{provider.Id:D}";

    // Nobody is signed in yet, so no company narrows this down: the provider does.
    private Task<IdentityProvider?> FindAsync(Guid id, CancellationToken ct) =>
        db.IdentityProviders.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.IsOn, ct);

    [LoggerMessage(1, LogLevel.Warning, "Identity provider {Provider} signed nobody in ({Code}): {Why}")]
    private partial void LogFailed(Guid provider, string code, string why);
}
