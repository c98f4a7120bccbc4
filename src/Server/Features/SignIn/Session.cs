using System.Security.Claims;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>A signed-in session: the cookie only names the account and its stamp. Who that is, and with which roles, is read with each request, so that a change counts at once.</summary>
internal static class Session
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string AccountClaim = "account", StampClaim = "stamp";

    /// <summary>Starts a session.</summary>
    public static Task StartAsync(HttpContext http, Account account)
    {
        var identity = new ClaimsIdentity([new Claim(AccountClaim, account.Id.ToString("D")), new Claim(StampClaim, account.SecurityStamp!)], Scheme);
        return http.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = false });
    }

    /// <summary>Fills the request's <see cref="CurrentUser"/>, or refuses the session.</summary>
    public static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var ct = context.HttpContext.RequestAborted;
        if (await PersonOfAsync(context.Principal, services.GetRequiredService<AppDbContext>(), ct) is { } personId
            && await services.GetRequiredService<FindIdentity>().OfAsync(personId, ct) is { } identity)
        {
            Enter(services, identity);
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }

    /// <summary>Makes the scope work for this person, in the person's company.</summary>
    public static void Enter(IServiceProvider services, CurrentUser.Identity identity)
    {
        services.GetRequiredService<CurrentUser>().Become(identity);
        services.GetRequiredService<CompanyScope>().Enter(identity.CompanyId);
    }

    private static async Task<Guid?> PersonOfAsync(ClaimsPrincipal? principal, AppDbContext db, CancellationToken ct)
    {
        var stamp = principal?.FindFirstValue(StampClaim);
        if (stamp is null || !Guid.TryParse(principal?.FindFirstValue(AccountClaim), out var id)) return null;
        return await db.Users.Where(a => a.Id == id && a.SecurityStamp == stamp && a.DisabledUtc == null).Select(a => (Guid?)a.PersonId).SingleOrDefaultAsync(ct);
    }
}
