using HrBpm.Server.Database;
using HrBpm.Server.Platform.Transport;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Gives an access token to a person who knows their password, as Elsa's clients ask for one. Wrong passwords count as they do when people sign in.</summary>
internal static class LogIn
{
    internal sealed record Request(string Username, string Password);

    /// <param name="IsAuthenticated">False when name and password do not match, the account is locked, or the sign-in has further steps, which these clients do not know.</param>
    /// <param name="AccessToken">What the client sends as <c>Authorization: Bearer</c>.</param>
    /// <param name="RefreshToken">What the client asks for the next access token with.</param>
    internal sealed record Response(bool IsAuthenticated, string? AccessToken, string? RefreshToken) : IRefusesSignIn;

    public static async Task<IResult> HandleAsync(Request request, AppDbContext db, PasswordCheck passwords, FinishSignIn finish, StartSession sessions, AccessTokens tokens, CancellationToken ct)
    {
        var name = Account.Normalise(request.Username);
        var account = await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name, ct);
        if (await passwords.RunAsync(account, request.Password, ct) is not null) return TypedResults.Ok(new Response(false, null, null));
        if (await finish.NextAsync(account!, SignInWay.Password, ct) is not null) return TypedResults.Ok(new Response(false, null, null));
        var session = await sessions.RunAsync(account!, SignInWay.Password, SessionCarrier.AccessToken, ct);
        return TypedResults.Ok(new Response(true, tokens.Issue(session, await finish.IdentityAsync(account!, ct)), tokens.IssueRefresh(session)));
    }
}
