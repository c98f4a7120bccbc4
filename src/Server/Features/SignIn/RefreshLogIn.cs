using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Gives a new access token for a refresh token, which Elsa's clients send as <c>Authorization: Bearer</c>. An account that was disabled, or whose password changed, gets none.</summary>
internal static class RefreshLogIn
{
    public static async Task<IResult> HandleAsync(HttpRequest request, AppDbContext db, FindIdentity people, AccessTokens tokens, CancellationToken ct)
    {
        if (AccessTokenHandler.TokenOf(request) is not { } given || tokens.ReadRefresh(given) is not var (id, stamp)) return Refused();
        var account = await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.SecurityStamp == stamp && a.DisabledUtc == null, ct);
        if (account is null || await people.OfAsync(account.PersonId, ct) is not { } person) return Refused();
        return TypedResults.Ok(new LogIn.Response(true, tokens.Issue(account, person), tokens.IssueRefresh(account)));
    }

    private static ProblemHttpResult Refused() =>
        Problems.Problem(StatusCodes.Status401Unauthorized, "sign-in.required", "Expected a refresh token that is still valid as Authorization: Bearer, but the request carries none.");
}
