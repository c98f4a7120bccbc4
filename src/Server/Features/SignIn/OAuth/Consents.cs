using HrBpm.Activities.Evidence;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>The programs that may do things in the caller's name, and those that ask to.</summary>
internal static class ListConsents
{
    /// <param name="ClientId">The program.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">What kind of program it is.</param>
    /// <param name="Scopes">What the caller has let it do, or is asked to.</param>
    /// <param name="Means">The same in words of the caller's language.</param>
    /// <param name="ConsentedUtc">Since when; null while a service still asks.</param>
    internal sealed record Response(string ClientId, string Name, OAuthClientKind Kind, IReadOnlyList<string> Scopes, IReadOnlyList<string> Means, DateTime? ConsentedUtc);

    public static async Task<Ok<List<Response>>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var services = await db.OAuthClients.AsNoTracking().Where(c => c.ActsForPersonId == user.PersonId).ToListAsync(ct);
        var subject = (await db.Users.Where(a => a.PersonId == user.PersonId).Select(a => a.Id).SingleAsync(ct)).ToString("D");
        var given = await db.Set<OAuthAuthorization>().AsNoTracking().Include(a => a.Application)
            .Where(a => a.Subject == subject && a.Status == Statuses.Valid && a.Type == AuthorizationTypes.Permanent).ToListAsync(ct);
        return TypedResults.Ok<List<Response>>(
        [
            .. services.Select(c => Of(c, ListOAuthClients.ScopesOf(c), c.ConsentedUtc, user))
                .Concat(given.Where(a => a.Application is not null).GroupBy(a => a.Application!.Id)
                    .Select(own => Of(own.First().Application!, [.. own.SelectMany(a => ListOAuthClients.StringsIn(a.Scopes)).Distinct().Where(OAuthScopes.All.ContainsKey).Order(StringComparer.Ordinal)], own.Min(a => a.CreationDate), user)))
                .OrderBy(c => c.ConsentedUtc is not null).ThenBy(c => c.Name, StringComparer.Ordinal),
        ]);
    }

    private static Response Of(OAuthClient client, IReadOnlyList<string> scopes, DateTime? consentedUtc, CurrentUser user) => new(client.ClientId!, client.DisplayName!, client.Kind, scopes,
        [.. scopes.Select(s => LocalMoment.IsChinese(user.Locale) ? OAuthScopes.All[s].Chinese : OAuthScopes.All[s].English)], consentedUtc);
}

/// <summary>The person whom a service is to act for lets it. Programs that people sign in to ask on a page of their own (<see cref="Authorize"/>).</summary>
internal static class ConsentToService
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string clientId, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var isThere = await writes.RunAsync(async (scope, token) =>
        {
            if (await scope.GetRequiredService<AppDbContext>().OAuthClients.SingleOrDefaultAsync(c => c.ClientId == clientId && c.ActsForPersonId == user.PersonId, token) is not { } client) return false;
            if (client.ConsentedUtc is not null) return true;
            client.ConsentedUtc = LiveSessions.NowUtc;
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(client.CompanyId, user.Actor, "oauth.consented", $"person:{user.PersonId:D}", new { client.ClientId, scopes = ListOAuthClients.ScopesOf(client) }));
            return true;
        }, ct);
        return isThere ? TypedResults.NoContent() : Problems.NotFound("oauth.client.unknown", $"Expected a service '{clientId}' that asks to act for you, but there is none.");
    }
}

/// <summary>The caller takes back what a program was given: its tokens are good no more, and it has to ask again.</summary>
internal static class WithdrawConsent
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string clientId, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var isDone = await writes.RunAsync(async (scope, token) =>
        {
            var db = scope.GetRequiredService<AppDbContext>();
            var subject = (await db.Users.Where(a => a.PersonId == user.PersonId).Select(a => a.Id).SingleAsync(token)).ToString("D");
            if (await db.OAuthClients.SingleOrDefaultAsync(c => c.ClientId == clientId && c.CompanyId == user.CompanyId, token) is not { } client) return false;
            var isOwn = client.ActsForPersonId == user.PersonId && client.ConsentedUtc is not null;
            if (!isOwn && !await db.Set<OAuthAuthorization>().AnyAsync(a => a.Application!.Id == client.Id && a.Subject == subject && a.Status == Statuses.Valid, token)) return false;
            if (isOwn) client.ConsentedUtc = null;
            await GivenAccess.RevokeAsync(scope, client, subject, token);
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(client.CompanyId, user.Actor, "oauth.consent-withdrawn", $"person:{user.PersonId:D}", new { client.ClientId }));
            return true;
        }, ct);
        return isDone ? TypedResults.NoContent() : Problems.NotFound("oauth.client.unknown", $"Expected a program '{clientId}' that you have consented to, but there is none.");
    }
}
