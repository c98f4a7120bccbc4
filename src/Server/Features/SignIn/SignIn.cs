using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Starts a session for a person who knows their password, or says which step comes next.</summary>
internal static class SignIn
{
    public sealed record Request(string UserName, string Password);

    public static async Task<Results<Ok<Me>, Accepted<SignInStep>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, PasswordCheck passwords, FinishSignIn finish, HttpContext http, CancellationToken ct)
    {
        var name = Account.Normalise(request.UserName);
        var account = await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name, ct);
        if (await passwords.RunAsync(account, request.Password, ct) is { } refusal) return Problems.Problem(StatusCodes.Status401Unauthorized, refusal.Code, refusal.Message);
        return await finish.AnswerAsync(account!, SignInWay.Password, http, ct);
    }
}
