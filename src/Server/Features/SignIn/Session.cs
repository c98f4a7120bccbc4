using System.Collections.Frozen;
using System.Security.Claims;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace HrBpm.Server.Features.SignIn;

/// <summary>What carries a session only names its row. Whose it is, and with which roles, is read with each request, so that a change counts at once.</summary>
internal static class Session
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string SessionClaim = "session";

    /// <summary>Gives the browser the cookie of a session.</summary>
    public static Task GiveAsync(HttpContext http, SignInSession session) =>
        http.SignInAsync(Scheme, PrincipalOf(session.Id, Scheme), new AuthenticationProperties { IsPersistent = false });

    /// <summary>What a session carries.</summary>
    public static ClaimsPrincipal PrincipalOf(Guid session, string scheme) => new(new ClaimsIdentity([new Claim(SessionClaim, session.ToString("D"))], scheme));

    /// <summary>The session that a principal names; null when it names none.</summary>
    public static Guid? IdOf(ClaimsPrincipal? principal) => Guid.TryParse(principal?.FindFirstValue(SessionClaim), out var id) ? id : null;

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
    /// <param name="services">The scope.</param>
    /// <param name="identity">The person.</param>
    /// <param name="within">What may be done in the person's name at most; null for whatever the person may do.</param>
    public static void Enter(IServiceProvider services, CurrentUser.Identity identity, FrozenSet<Permission>? within = null)
    {
        services.GetRequiredService<CurrentUser>().Become(identity, within);
        services.GetRequiredService<CompanyScope>().EnterFor(identity.CompanyId, identity.Group);
    }
}
