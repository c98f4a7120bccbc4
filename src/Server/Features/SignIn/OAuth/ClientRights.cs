using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>What a client may do at most: no more than whoever makes it, in permission and in reach.</summary>
internal sealed class ClientRights(FindIdentity people)
{
    /// <summary>Why this person cannot give a client these scopes; null when they can.</summary>
    public static Refusal? WhyNotScopes(CurrentUser user, IEnumerable<string> scopes)
    {
        if (scopes.FirstOrDefault(s => !OAuthScopes.All.ContainsKey(s)) is { } unknown) return new("oauth.scope.invalid", $"Expected one of {string.Join(", ", OAuthScopes.All.Keys.Order())}, but got '{unknown}'.");
        return OAuthScopes.PermissionsOf(scopes).Order().Where(p => !user.Has(p)).ToList() is { Count: > 0 } beyond
            ? new("oauth.scope.forbidden", $"Expected scopes within your own permissions, but these go beyond: {string.Join(", ", beyond)}.")
            : null;
    }

    /// <summary>The rights that a service has which acts for this person within these scopes, as they are now.</summary>
    /// <remarks>What is the person's own, such as their tasks, is for the person to give (<see cref="ConsentToService"/>). Beyond that, nobody makes a service that reaches further than they do.</remarks>
    public async Task<(HeldRights? Rights, Refusal? Refusal)> OfServiceAsync(CurrentUser user, Guid personId, IEnumerable<string> scopes, CancellationToken ct)
    {
        if (await people.OfAsync(personId, ct) is not { } person || person.CompanyId != user.CompanyId)
            return (null, new("oauth.person.invalid", $"Expected a person of your company with an account, but {personId} is none."));
        var rights = person.Rights.Within(OAuthScopes.PermissionsOf(scopes));
        if (personId == user.PersonId) return (rights, null);
        return rights.All.FirstOrDefault(right => right.Reach > Reach.Own && !user.Rights.ReachAsFarAs(right)) is { } wider
            ? (null, new("oauth.person.forbidden", $"Expected a person who reaches no further than you within these scopes, but {wider.Permission} reaching {wider.Reach} does."))
            : (rights, null);
    }
}

/// <summary>Rights as text, in a row or a token: <c>PeopleRead/Company TasksRead/Branch/3f2c…</c>.</summary>
internal static class RightsText
{
    /// <summary>The text.</summary>
    public static string Write(HeldRights rights) => string.Join(' ', rights.All.Select(r => r.AnchorId is { } anchor ? $"{r.Permission}/{r.Reach}/{anchor:D}" : $"{r.Permission}/{r.Reach}").Order(StringComparer.Ordinal));

    /// <summary>The rights. What another version of the product wrote and this one does not know is left out.</summary>
    public static IReadOnlyList<HeldRight> Read(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ReadOne).OfType<HeldRight>()];

    private static HeldRight? ReadOne(string text) => text.Split('/') is [var permission, var reach, .. var anchor]
        && Enum.TryParse<Permission>(permission, out var what) && Enum.TryParse<Reach>(reach, out var far)
        ? new HeldRight(what, far, anchor is [var id] && Guid.TryParse(id, out var found) ? found : null)
        : null;
}
