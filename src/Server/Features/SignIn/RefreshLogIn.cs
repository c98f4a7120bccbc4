using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Gives a new access token for a refresh token, which Elsa's clients send as <c>Authorization: Bearer</c>. A session that was ended, or whose account was disabled, gets none.</summary>
internal static class RefreshLogIn
{
    public static async Task<IResult> HandleAsync(HttpRequest request, AppDbContext db, IIdentities identities, AccessTokens tokens, CancellationToken ct)
    {
        if (AccessTokenHandler.TokenOf(request) is not { } given || tokens.ReadRefresh(given) is not { } id) return Refused();
        if (await identities.OfAsync(Session.PrincipalOf(id, AccessTokens.Scheme), ct) is not { } person) return Refused();
        var session = await db.SignInSessions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleAsync(s => s.Id == id, ct);
        return TypedResults.Ok(new LogIn.Response(true, tokens.Issue(session, person), tokens.IssueRefresh(session)));
    }

    private static ProblemHttpResult Refused() =>
        Problems.Problem(StatusCodes.Status401Unauthorized, "sign-in.required", "Expected a refresh token that is still valid as Authorization: Bearer, but the request carries none.");
}
