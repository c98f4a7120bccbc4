using HrBpm.Activities.Evidence;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Electronic signatures of people, under the company's own certificate authority, verifiable without this server.</summary>
internal static class SignaturesFeature
{
    public static void AddSignatures(this IServiceCollection services, IConfiguration configuration)
    {
        var options = Settings.Read<SignatureOptions>(configuration, "Signatures");
        services.AddSingleton(options);
        services.AddSingleton<TimestampTrust>();
        services.AddSingleton<CheckSignature>();
        services.AddSingleton<CompleteTimestamps>();
        services.AddHostedService<CompleteTimestampsAlways>();
        services.AddScoped<IErasableData, ErasableSignatures>();
        services.AddScoped<IPersonalData, PersonalSignatures>();
        services.AddScoped<SigningKeys>();
        services.AddScoped<SignedDocuments>();
        services.AddScoped<ISealedTable, SealedTable<DocumentBlob>>();
        services.AddScoped<MakeSignature>();
        services.AddScoped<ISignatures, ElectronicSignatures>();
        services.AddScoped<IFlowSignatures, FlowSignatures>();
        services.AddScoped<IAuditedRows, AuditedSignatures>();
        services.AddHttpClient<TimestampAuthority>(http =>
        {
            http.Timeout = options.TimestampAuthority.Timeout;
            http.MaxResponseContentBufferSize = TimestampAuthority.LargestAnswer;
        });
    }

    // SignaturesRead, which everybody has: one may always see what one has signed oneself. The rest is a matter of scope.
    public static void MapSignatures(this IEndpointRouteBuilder routes)
    {
        var one = routes.MapGroup("/signatures/{signatureId:guid}").WithTags("Signatures");
        one.MapGet("", GetSignature.HandleAsync).WithSummary("A signature, verified just now.").Needs(Permission.SignaturesRead);
        one.MapGet("/cms", GetSignatureCms.HandleAsync).WithSummary("The detached CMS signature, DER.").Needs(Permission.SignaturesRead);
        one.MapGet("/statement", GetSignatureStatement.HandleAsync).WithSummary("The exact bytes that are signed.").Needs(Permission.SignaturesRead);
        one.MapGet("/document", GetSignedDocument.HandleAsync).WithSummary("The document, byte for byte; the statement has its SHA-256.").Needs(Permission.SignaturesRead);
        routes.MapGet("/instances/{instanceId}/signatures", ListInstanceSignatures.HandleAsync).Exports<ListInstanceSignatures.Item>("signatures").WithTags("Signatures")
            .WithSummary("The signatures of a flow, each verified just now.").Needs(Permission.SignaturesRead);
        routes.MapGet("/companies/current/ca.pem", GetAuthorityCertificate.HandleAsync).WithTags("Signatures")
            .WithSummary("The root that the company's signatures verify under.").Needs(Permission.SignaturesRead);
    }
}
