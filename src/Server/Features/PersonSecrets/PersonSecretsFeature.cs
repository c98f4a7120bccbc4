using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Transport;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>Identity numbers and bank accounts: encrypted at rest, masked until somebody says why not.</summary>
internal static class PersonSecretsFeature
{
    public static void AddPersonSecrets(this IServiceCollection services)
    {
        services.AddScoped<IErasableData, ErasableNumbers>();
        services.AddScoped<SetSecrets>();
        services.AddScoped<IPersonalData, PersonalNumbers>();
        services.AddScoped<IKeyWork, ReindexNumbers>();
        services.AddScoped<ISealedTable, SealedTable<PersonSecretsRow>>();
    }

    public static void MapPersonSecrets(this IEndpointRouteBuilder routes)
    {
        var secrets = routes.MapGroup("/people").WithTags("Org");
        secrets.MapGet("/{id:guid}/secrets", ShowSecrets.HandleAsync).Needs(Permission.IdentityRead).WithSummary("A person's identity number and bank account, masked.");
        secrets.MapPut("/{id:guid}/secrets", SetSecrets.HandleAsync).Needs(Permission.IdentityRead).WithSummary("Sets a person's identity number or bank account.");
        secrets.MapPost("/{id:guid}/secrets/reveal", RevealSecret.HandleAsync).IsExpensive().Needs(Permission.IdentityReveal).WithSummary("One of these numbers in full, with a reason, on record.");
        secrets.MapPost("/find-by-identity-number", FindByIdentityNumber.HandleAsync).IsExpensive().Needs(Permission.IdentityReveal).WithSummary("The person with exactly this identity number, with a reason, on record.");
    }
}
