using HrBpm.Server.Platform.Transport;

namespace HrBpm.Server.Platform.PersonalData;

/// <summary>What a person may ask about the data that is held about them.</summary>
internal static class PersonalDataSetup
{
    public static void AddPersonalData(this IServiceCollection services) => services.AddScoped<PersonalCopy>();

    public static void MapPersonalData(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/me/data", ExportMyData.HandleAsync).IsExpensive().Needs(Permission.OwnAccount).WithSummary("A copy of what is held about the caller.").WithTags("Personal data");
}
