using HrBpm.Activities.Inbox;
using HrBpm.Activities.Offboarding;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Secrets;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>From notice to archive: cases, handover, certificates.</summary>
internal static class OffboardingFeature
{
    public static void AddOffboarding(this IServiceCollection services, IConfiguration configuration)
    {
        var options = Settings.Read<OffboardingOptions>(configuration, "Offboarding");
        services.AddSingleton(options);
        services.AddSingleton(Options.Create(options));
        services.AddScoped<IErasableData, ErasableContracts>();
        services.AddScoped<IErasableData, ErasableLeaving>();
        services.AddScoped<IOffboarding, Cases>();
        services.AddScoped<IAnswerCheck, OffboardingRequestCheck>();
        services.AddScoped<DamageClaims>();
        services.AddScoped<ISealedTable, SealedTable<CaseRow>>();
        services.AddScoped<IHandover, HandoverLines>();
        services.AddScoped<IPersonalData, PersonalCases>();
        services.AddScoped<Certificates>();
        services.AddScoped<ICertificates>(provider => provider.GetRequiredService<Certificates>());
        services.AddScoped<IEmploymentFacts>(provider => provider.GetRequiredService<Certificates>());
        services.AddScoped<IDemoSeed, SeedContracts>();
    }

    public static void MapOffboarding(this IEndpointRouteBuilder routes)
    {
        var cases = routes.MapGroup("/offboarding").WithTags("Offboarding").AcrossTheGroup("A step of a case may be somebody's in another company of the group, and the case says whose.");
        cases.MapPost("", StartOffboarding.HandleAsync).Needs(Permission.OffboardingStart).WithSummary("Starts an offboarding. Sending it again with the same request id starts nothing again.");
        cases.MapGet("", ListCases.HandleAsync).Exports<ListCases.Item>("offboarding").Needs(Permission.OffboardingRead).WithSummary("The cases that the caller may see.");
        cases.MapGet("/board", ShowBoard.HandleAsync).Needs(Permission.OffboardingRead).WithSummary("Open cases with their dates, and who still owes what.");
        cases.MapGet("/{id:guid}", ShowCase.HandleAsync).Needs(Permission.OffboardingRead).WithSummary("One case: stage, dates, clocks, who still owes what, pay.");
        cases.MapPut("/{id:guid}/custom", CaseFields.HandleAsync).Needs(Permission.OffboardingManage).WithSummary("Changes the fields that the company has added to cases.");
        cases.MapGet("/{id:guid}/certificate", ShowCertificate.HandleAsync).Needs(Permission.OffboardingRead).WithSummary("The certificate of a case.");
        cases.MapGet("/{id:guid}/timeline", ShowTimeline.HandleAsync).Needs(Permission.OffboardingRead).WithSummary("What happened in a case, in order.");
    }
}
