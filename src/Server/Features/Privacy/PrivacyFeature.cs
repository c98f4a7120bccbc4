using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.Transport;

namespace HrBpm.Server.Features.Privacy;

/// <summary>Duties towards the people whom data is about: why it is kept and how long, holds, and its removal.</summary>
internal static class PrivacyFeature
{
    public static void AddPrivacy(this IServiceCollection services)
    {
        services.AddScoped<PersonData>();
        services.AddScoped<DueRemovals>();
        services.AddSingleton<RemoveDue>();
        services.AddScoped<IDangerousAct, EraseAct>();
    }

    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        var privacy = routes.MapGroup("").WithTags("Personal data");
        privacy.MapGet("/retention", ListRetention.HandleAsync).Needs(Permission.PrivacyManage).WithSummary("Kinds of data about people: purpose, rule, and how long each is kept.");
        privacy.MapPut("/retention", SetRetention.HandleAsync).Needs(Permission.PrivacyManage).WithSummary("Says how long the company keeps a kind of data, not below the law's minimum.");
        privacy.MapGet("/retention/due", ListDueRemovals.HandleAsync).Needs(Permission.PrivacyManage).WithSummary("People about whom evidence is held whose time is over.");
        privacy.MapGet("/removals", ListRemovals.HandleAsync).Exports<ListRemovals.Item>("removals").Needs(Permission.PrivacyManage).WithSummary("What was removed, newest first.");
        privacy.MapGet("/people/{personId:guid}/erasure", ShowErasure.HandleAsync).Needs(Permission.PrivacyManage).WithSummary("What is held about a person, and until when it has to be kept.");
        privacy.MapPost("/people/{personId:guid}/erasure", AskErasure.HandleAsync).Needs(Permission.PrivacyManage).WithSummary("Asks a second person to remove whatever about a person may go.");
        privacy.MapPost("/people/{personId:guid}/data", CopyData.HandleAsync).WithName("copyPersonalData").IsExpensive().Needs(Permission.PrivacyManage).WithSummary("A copy of what is held about a person who cannot sign in any more.");
        privacy.MapPut("/people/{personId:guid}/hold", PlaceHold.HandleAsync).Needs(Permission.PrivacyManage).WithSummary("Keeps everything about a person until the hold is lifted.");
        privacy.MapDelete("/people/{personId:guid}/hold", LiftHold.HandleAsync).Needs(Permission.PrivacyManage).WithSummary("Lifts a hold.");
    }
}
