using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>The caller changes their password. Their other sessions end; the present one goes on.</summary>
internal static class ChangePassword
{
    internal sealed record Request(string CurrentPassword, string NewPassword);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, CurrentUser user, PasswordCheck passwords, SetPassword set, HttpContext http, CancellationToken ct)
    {
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.PersonId == user.PersonId, ct);
        if (await passwords.RunAsync(account, request.CurrentPassword, ct) is { } wrong) return Problems.Forbidden(wrong.Code, wrong.Message);
        return await set.RunAsync(account.Id, request.NewPassword, Session.IdOf(http.User), ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
