using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary>What an administrator says about a provider.</summary>
/// <param name="Name">What people read on the button.</param>
/// <param name="Issuer">The issuer; its discovery document lies below it.</param>
/// <param name="ClientId">What the provider calls us.</param>
/// <param name="Claim">The claim that names the person.</param>
/// <param name="PersonKey">What the claim holds.</param>
/// <param name="IsTrustedForSecondFactor">Whether its word about a second factor counts.</param>
internal sealed record ProviderTerms(string Name, string Issuer, string ClientId, string Claim, PersonKey PersonKey, bool IsTrustedForSecondFactor)
{
    /// <summary>Why these are not usable; null when they are.</summary>
    /// <param name="mayBePlain">Whether http is allowed on this machine, as in development.</param>
    public Refusal? WhyNot(bool mayBePlain)
    {
        if (Name.Trim() is not { Length: >= 1 and <= IdentityProvider.LongestName } name || name.Any(char.IsControl)) return new("identity-providers.name.invalid", $"Expected a name of 1 to {IdentityProvider.LongestName} characters, but it has {Name.Trim().Length}.");
        if (!IsIssuer(mayBePlain)) return new("identity-providers.issuer.invalid", $"Expected the issuer's address with https and without query and fragment, but got '{Issuer}'.");
        foreach (var (what, text) in new[] { ("client id", ClientId), ("claim", Claim) })
            if (text.Trim() is not { Length: >= 1 and <= IdentityProvider.LongestText }) return new("identity-providers.text.invalid", $"Expected a {what} of 1 to {IdentityProvider.LongestText} characters, but it has {text.Trim().Length}.");
        return null;
    }

    private bool IsIssuer(bool mayBePlain) => Issuer.Length <= IdentityProvider.LongestText && Uri.TryCreate(Issuer, UriKind.Absolute, out var uri) && uri.Query.Length + uri.Fragment.Length + uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (mayBePlain && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}

/// <summary>The providers of the caller's company. Secrets are not among what it says.</summary>
internal static class ListProviders
{
    /// <param name="Id">The provider.</param>
    /// <param name="Terms">What was said about it.</param>
    /// <param name="IsOn">Whether it signs people in.</param>
    /// <param name="RedirectUri">What to register at the provider.</param>
    /// <param name="People">How many people have signed in by it.</param>
    /// <param name="Version">For the next change.</param>
    internal sealed record Response(Guid Id, ProviderTerms Terms, bool IsOn, string RedirectUri, int People, int Version);

    public static async Task<Ok<List<Response>>> HandleAsync(AppDbContext db, CurrentUser user, SignInOptions options, HttpContext http, CancellationToken ct)
    {
        var found = await db.IdentityProviders.AsNoTracking().Where(p => p.CompanyId == user.CompanyId).OrderBy(p => p.Name)
            .Select(p => new { Provider = p, People = db.ExternalLogins.Count(l => l.ProviderId == p.Id) }).ToListAsync(ct);
        return TypedResults.Ok(found.ConvertAll(f => new Response(f.Provider.Id, TermsOf(f.Provider), f.Provider.IsOn, ProviderSignIn.RedirectUri(http, f.Provider.Id, options), f.People, f.Provider.Version)));
    }

    public static ProviderTerms TermsOf(IdentityProvider p) => new(p.Name, p.Issuer, p.ClientId, p.Claim, p.PersonKey, p.IsTrustedForSecondFactor);
}

/// <summary>Makes a provider, which is off at first.</summary>
internal sealed class MakeProvider(AppDbContext db, CurrentUser user, FieldSecrets secrets, IAuditTrail audit, IHostEnvironment environment)
{
    /// <param name="Terms">What it is.</param>
    /// <param name="ClientSecret">What we prove ourselves by; stored sealed, never shown again.</param>
    internal sealed record Request(ProviderTerms Terms, string ClientSecret);

    /// <param name="Id">The new provider.</param>
    /// <param name="RedirectUri">What to register there.</param>
    internal sealed record Response(Guid Id, string RedirectUri);

    public static Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(Request request, MakeProvider make, SignInOptions options, HttpContext http, CancellationToken ct) => make.RunAsync(request, options, http, ct);

    private async Task<Results<Created<Response>, ProblemHttpResult>> RunAsync(Request request, SignInOptions options, HttpContext http, CancellationToken ct)
    {
        var terms = request.Terms;
        if ((terms.WhyNot(environment.IsDevelopment()) ?? WhyNot(request.ClientSecret)) is { } refusal) return refusal.ToProblem();
        if (await db.IdentityProviders.AnyAsync(p => p.CompanyId == user.CompanyId && p.Name == terms.Name.Trim(), ct)) return NameTaken(terms.Name);
        var provider = new IdentityProvider
        {
            CompanyId = user.CompanyId, Name = terms.Name.Trim(), Issuer = terms.Issuer.TrimEnd('/'), ClientId = terms.ClientId.Trim(), Claim = terms.Claim.Trim(), PersonKey = terms.PersonKey,
            IsTrustedForSecondFactor = terms.IsTrustedForSecondFactor,
        };
        await SealAsync(provider, request.ClientSecret, secrets, ct);
        db.Add(provider);
        audit.Record(new AuditFact(user.CompanyId, user.Actor, "identity-provider.made", $"identity-provider:{provider.Id:D}", terms));
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/identity-providers/{provider.Id:D}", new Response(provider.Id, ProviderSignIn.RedirectUri(http, provider.Id, options)));
    }

    public static Refusal? WhyNot(string secret) => secret.Length is >= 1 and <= IdentityProvider.LongestText ? null : new("identity-providers.secret.invalid", $"Expected a client secret of 1 to {IdentityProvider.LongestText} characters, but it has {secret.Length}.");

    public static async Task SealAsync(IdentityProvider provider, string secret, FieldSecrets secrets, CancellationToken ct)
    {
        provider.ClientSecret = await secrets.SealAsync(provider.PlaceOfSecret, secret, ct);
        provider.KeyId = SealedBytes.KeyIdOf(provider.ClientSecret);
    }

    public static ProblemHttpResult NameTaken(string name) => Problems.Conflict("identity-providers.name-taken", $"Expected a name that no other provider of your company has, but '{name.Trim()}' is one.");
}

/// <summary>Changes a provider. What decides who is who switches it off, until a second person has seen it.</summary>
internal sealed class ChangeProvider(AppDbContext db, CurrentUser user, FieldSecrets secrets, IAuditTrail audit, IHostEnvironment environment)
{
    /// <param name="Terms">All of it.</param>
    /// <param name="ClientSecret">A new secret; null leaves the one that there is.</param>
    /// <param name="Version">The version that was read.</param>
    internal sealed record Request(ProviderTerms Terms, string? ClientSecret, int Version);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid providerId, Request request, ChangeProvider change, CancellationToken ct) => change.RunAsync(providerId, request, ct);

    private async Task<Results<NoContent, ProblemHttpResult>> RunAsync(Guid id, Request request, CancellationToken ct)
    {
        if (await ProviderScope.FindAsync(db, user, id, ct) is not { } provider) return ProviderScope.Unknown(id);
        var terms = request.Terms with { Issuer = request.Terms.Issuer.TrimEnd('/') };
        if ((terms.WhyNot(environment.IsDevelopment()) ?? (request.ClientSecret is { } given ? MakeProvider.WhyNot(given) : null)) is { } refusal) return refusal.ToProblem();
        if (request.Version != provider.Version) return ProviderScope.Changed(request.Version, provider.Version);
        if (await db.IdentityProviders.AnyAsync(p => p.CompanyId == user.CompanyId && p.Id != id && p.Name == terms.Name.Trim(), ct)) return MakeProvider.NameTaken(terms.Name);
        var before = ListProviders.TermsOf(provider);
        if (before with { Name = "" } != terms with { Name = "" }) provider.IsOn = false;
        (provider.Name, provider.Issuer, provider.ClientId, provider.Claim) = (terms.Name.Trim(), terms.Issuer, terms.ClientId.Trim(), terms.Claim.Trim());
        (provider.PersonKey, provider.IsTrustedForSecondFactor) = (terms.PersonKey, terms.IsTrustedForSecondFactor);
        if (request.ClientSecret is { } secret) await MakeProvider.SealAsync(provider, secret, secrets, ct);
        audit.Record(new AuditFact(user.CompanyId, user.Actor, "identity-provider.changed", $"identity-provider:{id:D}", new { before, after = terms, newSecret = request.ClientSecret is not null, provider.IsOn }));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ProviderScope.Changed(request.Version, request.Version + 1);
        }

        return TypedResults.NoContent();
    }
}

/// <summary>Removes a provider, and who is who at it. People sign in by password again.</summary>
internal static class RemoveProvider
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid providerId, AppDbContext db, CurrentUser user, IAuditTrail audit, CancellationToken ct)
    {
        if (await ProviderScope.FindAsync(db, user, providerId, ct) is not { } provider) return ProviderScope.Unknown(providerId);
        db.Remove(provider);
        audit.Record(new AuditFact(user.CompanyId, user.Actor, "identity-provider.removed", $"identity-provider:{providerId:D}", new { provider.Name, provider.Issuer }));
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <summary>Forgets who a person is at a provider, for example because they have another account there now. The next sign-in goes by the claim again.</summary>
internal static class ForgetPersonAtProvider
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid providerId, Guid personId, AppDbContext db, CurrentUser user, IAuditTrail audit, CancellationToken ct)
    {
        if (await ProviderScope.FindAsync(db, user, providerId, ct) is null) return ProviderScope.Unknown(providerId);
        var login = await db.ExternalLogins.SingleOrDefaultAsync(l => l.ProviderId == providerId && db.Users.Any(a => a.Id == l.AccountId && a.PersonId == personId), ct);
        if (login is null) return Problems.NotFound("identity-providers.person.unknown", $"Expected a person {personId} who has signed in by this provider, but there is none.");
        db.Remove(login);
        audit.Record(new AuditFact(user.CompanyId, user.Actor, "identity-provider.person-forgotten", $"person:{personId:D}", new { providerId }));
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <summary>The providers that the caller may see and change.</summary>
internal static class ProviderScope
{
    /// <summary>The provider of the caller's company; null when it has none with that id.</summary>
    public static Task<IdentityProvider?> FindAsync(AppDbContext db, CurrentUser user, Guid id, CancellationToken ct) =>
        db.IdentityProviders.SingleOrDefaultAsync(p => p.Id == id && p.CompanyId == user.CompanyId, ct);

    public static ProblemHttpResult Unknown(Guid id) => Problems.NotFound("identity-providers.unknown", $"Expected an identity provider {id} of your company, but there is none.");

    public static ProblemHttpResult Changed(int read, int now) =>
        Problems.Conflict("identity-providers.changed-meanwhile", $"Expected version {now} of the provider, but the change was made to version {read}. Read it again.");
}
