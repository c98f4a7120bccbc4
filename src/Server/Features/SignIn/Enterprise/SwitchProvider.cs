using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary>Asks for a provider to sign people in. Whoever decides who is who could be anybody, so a second person has to consent.</summary>
internal static class SwitchProviderOn
{
    /// <param name="RequestId">What waits for a second person now.</param>
    internal sealed record Response(Guid RequestId);

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> HandleAsync(Guid providerId, AppDbContext db, CurrentUser user, ITwoPersonRule twoPeople, CancellationToken ct)
    {
        if (await ProviderScope.FindAsync(db, user, providerId, ct) is not { } provider) return ProviderScope.Unknown(providerId);
        if (provider.IsOn) return Problems.Conflict("identity-providers.already-on", "Expected a provider that is off, but it is on.");
        var summary = $"启用身份提供方 {provider.Name}: {provider.Issuer}, {provider.Claim} = {provider.PersonKey}";
        var asked = new ActAsked(ProviderOnAct.Act, user.CompanyId, $"identity-provider:{providerId:D}", summary, new ProviderOnAct.Kept(providerId, provider.Version));
        return TypedResults.Accepted("/api/two-person-requests", new Response(await twoPeople.AskAsync(asked, user.PersonId, ct)));
    }
}

/// <summary>Switches a provider on once two people agree, if it is still as it was when the one asked.</summary>
internal sealed class ProviderOnAct(AppDbContext db, IAuditTrail audit) : IDangerousAct
{
    public const string Act = "identity-providers.switch-on";

    internal sealed record Kept(Guid ProviderId, int Version);

    public string Name => Act;

    public Permission Permission => Permission.SignInManage;

    public async Task<Refusal?> RunAsync(ConsentedAct act, CancellationToken ct)
    {
        var kept = act.Read<Kept>();
        var provider = await db.IdentityProviders.SingleOrDefaultAsync(p => p.Id == kept.ProviderId && p.CompanyId == act.CompanyId, ct);
        if (provider is null || provider.Version != kept.Version) return new("identity-providers.changed-meanwhile", "Expected the provider as it was when it was asked for, but it was changed or removed since.");
        provider.IsOn = true;
        audit.Record(new AuditFact(act.CompanyId, act.AskedBy.ToString("D"), "identity-provider.on", $"identity-provider:{provider.Id:D}", new { consentedBy = act.ConsentedBy, request = act.RequestId }));
        return null;
    }
}

/// <summary>Switches a provider off at once. Sessions that it began go on until they end; who should lose theirs is asked for a new password.</summary>
internal static class SwitchProviderOff
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid providerId, AppDbContext db, CurrentUser user, IAuditTrail audit, CancellationToken ct)
    {
        if (await ProviderScope.FindAsync(db, user, providerId, ct) is not { } provider) return ProviderScope.Unknown(providerId);
        provider.IsOn = false;
        audit.Record(new AuditFact(user.CompanyId, user.Actor, "identity-provider.off", $"identity-provider:{providerId:D}", new { }));
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <summary>Tries to reach a provider, as a sign-in would: its discovery document and its keys.</summary>
internal static class TryProvider
{
    /// <param name="Issuer">What it calls itself.</param>
    /// <param name="AuthorizationEndpoint">Where browsers will be sent.</param>
    /// <param name="Keys">How many keys it names.</param>
    /// <param name="SpeaksPkce">Whether it says that it knows PKCE; we use it in any case.</param>
    internal sealed record Response(string Issuer, string AuthorizationEndpoint, int Keys, bool SpeaksPkce);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid providerId, AppDbContext db, CurrentUser user, ProviderDirectory directory, FieldSecrets secrets, CancellationToken ct)
    {
        if (await ProviderScope.FindAsync(db, user, providerId, ct) is not { } provider) return ProviderScope.Unknown(providerId);
        try
        {
            await secrets.OpenAsync(provider.PlaceOfSecret, provider.ClientSecret!, ct);
            var said = await directory.TryAsync(provider, ct);
            return TypedResults.Ok(new Response(said.Issuer, said.AuthorizationEndpoint, said.SigningKeys.Count, said.CodeChallengeMethodsSupported.Contains("S256")));
        }
        catch (ProviderException e)
        {
            return Problems.Problem(StatusCodes.Status502BadGateway, e.Code, e.Message);
        }
    }
}
