using System.Collections.Immutable;
using System.Security.Claims;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>Says whom a token stands for, and what a token about somebody holds.</summary>
internal sealed class OAuthPeople(AppDbContext db, FindIdentity people)
{
    private const string StampClaim = "hrbpm_stamp", RightsClaim = "hrbpm_rights";

    /// <summary>The account and person of a token; null when the account was disabled, or its sessions were ended, since.</summary>
    /// <remarks>The token of a service has no more rights than the service has, and no more than its person has at this moment.</remarks>
    public async Task<(Account Account, CurrentUser.Identity Person)?> OfAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (await FindAsync(principal, ct) is not { } found) return null;
        return principal.GetClaim(RightsClaim) is { } atMost ? (found.Account, found.Person with { Rights = found.Person.Rights.Still(RightsText.Read(atMost)) }) : found;
    }

    private async Task<(Account Account, CurrentUser.Identity Person)?> FindAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        var stamp = principal.GetClaim(StampClaim);
        if (!Guid.TryParse(principal.GetClaim(Claims.Subject), out var id)) return null;
        var account = await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.SecurityStamp == stamp && a.DisabledUtc == null, ct);
        return account is not null && await people.OfAsync(account.PersonId, ct) is { } person ? (account, person) : null;
    }

    /// <summary>The account of a person that can be used, with the person; null when there is none.</summary>
    public async Task<(Account Account, CurrentUser.Identity Person)?> OfPersonAsync(Guid personId, CancellationToken ct)
    {
        var account = await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == personId && a.DisabledUtc == null, ct);
        return account is not null && await people.OfAsync(personId, ct) is { } person ? (account, person) : null;
    }

    /// <summary>What tokens about this person hold.</summary>
    /// <param name="account">The account.</param>
    /// <param name="person">Its person.</param>
    /// <param name="scopes">What was asked for.</param>
    /// <param name="provenAt">When the person proved who they are, in seconds since 1970; null for a service, which nobody signs in to.</param>
    /// <param name="rightsAtMost">For a service: the rights that it has at most.</param>
    public static ClaimsPrincipal PrincipalOf(Account account, CurrentUser.Identity person, ImmutableArray<string> scopes, long? provenAt = null, string? rightsAtMost = null)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, account.Id.ToString("D")).SetClaim(Claims.Name, person.Name).SetClaim(Claims.PreferredUsername, person.UserName).SetClaim(StampClaim, account.SecurityStamp);
        if (provenAt is { } seconds) identity.SetClaim(Claims.AuthenticationTime, seconds);
        if (rightsAtMost is not null) identity.SetClaim(RightsClaim, rightsAtMost);
        identity.SetScopes(scopes);
        identity.SetDestinations(claim => claim.Type switch
        {
            Claims.Name or Claims.PreferredUsername when scopes.Contains(Scopes.Profile) => [Destinations.AccessToken, Destinations.IdentityToken],
            Claims.Subject or Claims.AuthenticationTime => [Destinations.AccessToken, Destinations.IdentityToken],
            // Only in what lies on the server: the client's token is a reference.
            _ => [Destinations.AccessToken],
        });
        return new ClaimsPrincipal(identity);
    }

    /// <summary>When the person of a token proved who they are; null where nobody did.</summary>
    public static long? ProvenAt(ClaimsPrincipal principal) => long.TryParse(principal.GetClaim(Claims.AuthenticationTime), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
