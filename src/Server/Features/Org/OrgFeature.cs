using HrBpm.Activities.Org;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.PersonalData;

namespace HrBpm.Server.Features.Org;

/// <summary>Companies, branches, departments, people and the roles that they hold.</summary>
internal static class OrgFeature
{
    public static void AddOrg(this IServiceCollection services)
    {
        services.AddScoped<IOrg, WhoIsWho>();
        services.AddScoped<IEmployments, Employments>();
        services.AddScoped<FindIdentity>();
        services.AddScoped<IPersonalData, PersonalOrgData>();
        services.AddScoped<IDemoSeed, SeedDemoGroup>();
    }

    public static void MapOrg(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/people", SearchPeople.HandleAsync).Needs(Permission.PeopleRead).WithSummary("Looks people up within what the caller may see.").WithTags("Org");
        routes.MapGet("/org", ReadOrg.HandleAsync).Needs(Permission.OrgRead).WithSummary("The structure of the caller's company.").WithTags("Org");
    }
}
