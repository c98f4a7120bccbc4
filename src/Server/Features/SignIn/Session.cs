using System.Security.Claims;
using HrBpm.Server.Database;
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
        return http.SignInAsync(Scheme, PrincipalOf(account.Id, account.SecurityStamp!, Scheme), new AuthenticationProperties { IsPersistent = false });
    }

    /// <summary>What a session carries.</summary>
    public static ClaimsPrincipal PrincipalOf(Guid account, string stamp, string scheme) =>
        new(new ClaimsIdentity([new Claim(AccountClaim, account.ToString("D")), new Claim(StampClaim, stamp)], scheme));

    /// <summary>Fills the request's <see cref="CurrentUser"/>, or refuses the session.</summary>
    public static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (await services.GetRequiredService<IIdentities>().OfAsync(context.Principal, context.HttpContext.RequestAborted) is { } identity)
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
        services.GetRequiredService<CompanyScope>().EnterFor(identity.CompanyId, identity.Group);
    }

    /// <summary>The person whose session it is; null when it counts no more.</summary>
    public static async Task<Guid?> PersonOfAsync(ClaimsPrincipal? principal, AppDbContext db, CancellationToken ct)
    {
        var stamp = principal?.FindFirstValue(StampClaim);
        if (stamp is null || !Guid.TryParse(principal?.FindFirstValue(AccountClaim), out var id)) return null;
        return await db.Users.Where(a => a.Id == id && a.SecurityStamp == stamp && a.DisabledUtc == null).Select(a => (Guid?)a.PersonId).SingleOrDefaultAsync(ct);
    }
}
