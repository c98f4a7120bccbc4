using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;

namespace HrBpm.Server.Features.Roles;

/// <summary>Roles of companies, and who holds them.</summary>
internal static class RolesFeature
{
    public static void AddRoles(this IServiceCollection services)
    {
        services.AddScoped<CheckRoles>();
        services.AddScoped<AskRoleChange>();
        services.AddScoped<AddGrant>();
        services.AddScoped<IDangerousAct, RoleChangeAct>();
        services.AddScoped<IDangerousAct, GrantAct>();
        services.AddScoped<EndGrant>();
        services.AddScoped<IDangerousAct, RevokeAct>();
    }

    public static void MapRoles(this IEndpointRouteBuilder routes)
    {
        var roles = routes.MapGroup("/roles").WithTags("Roles");
        roles.MapGet("", ListRoles.HandleAsync).Exports<ListRoles.Item>("roles").Needs(Permission.RolesManage).WithSummary("The roles that count in the company, with their rights.");
        roles.MapPut("/{name}", ChangeRole.HandleAsync).Needs(Permission.RolesManage).WithSummary("Asks for a role of the company's own, or for a change of one; a second person has to consent.");
        roles.MapDelete("/{name}", RemoveRole.HandleAsync).Needs(Permission.RolesManage).WithSummary("Asks for the end of a role of the company's own; a second person has to consent.");

        var grants = routes.MapGroup("/role-grants").WithTags("Roles");
        grants.MapGet("", ListGrants.HandleAsync).Exports<ListGrants.Item>("role-grants").Needs(Permission.RolesManage).WithSummary("Who holds which role.");
        grants.MapPost("", GrantRole.HandleAsync).Needs(Permission.RolesManage).WithSummary("Grants a role; where it is powerful, a second person has to consent first.");
        grants.MapPost("/{grantId:guid}/revoke", RevokeGrant.HandleAsync).Needs(Permission.RolesManage).WithSummary("Takes a role back; where it is powerful, a second person has to consent first.");
    }
}
