using System.Security.Claims;

namespace HrBpm.Server.Platform;

/// <summary>Tells who a signed-in principal is now. For work that outlives the request in which somebody signed in, such as a live connection.</summary>
internal interface IIdentities
{
    /// <summary>The person with the roles held right now; null when the session counts no more.</summary>
    Task<CurrentUser.Identity?> OfAsync(ClaimsPrincipal? principal, CancellationToken ct);
}
