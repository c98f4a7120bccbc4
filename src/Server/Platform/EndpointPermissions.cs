using HrBpm.Server.Database;
using Microsoft.AspNetCore.Authorization;

namespace HrBpm.Server.Platform;

/// <summary>Metadata of an endpoint that a signed-in person with this permission may call.</summary>
internal sealed record NeedsPermission(Permission Permission) : IAuthorizationRequirement;

/// <summary>Metadata of an endpoint that anybody may call, and why that is right.</summary>
internal sealed record AnonymousBecause(string Reason);

/// <summary>Metadata of an endpoint that works with rows of any company of the group, whatever the person's rights reach, and why.</summary>
internal sealed record AcrossGroup(string Reason);

/// <summary>Says on each route who may call it. <see cref="StartupChecks"/> refuses a route that does not say.</summary>
internal static class EndpointPermissions
{
    /// <summary>Only for people with this permission.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, Permission permission) where TBuilder : IEndpointConventionBuilder
    {
        var requirement = new NeedsPermission(permission);
        var policy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(requirement).Build();
        return route.RequireAuthorization(policy).WithMetadata(requirement);
    }

    /// <summary>What it works with may belong to another company of the person's group. On PostgreSQL, all other routes see the person's own company only, unless a right of the person reaches the group.</summary>
    public static TBuilder AcrossTheGroup<TBuilder>(this TBuilder route, string why) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AcrossGroup(why));

    /// <summary>For anybody, with the reason.</summary>
    public static TBuilder Anonymous<TBuilder>(this TBuilder route, string why) where TBuilder : IEndpointConventionBuilder =>
        route.AllowAnonymous().WithMetadata(new AnonymousBecause(why));
}

/// <summary>Grants a <see cref="NeedsPermission"/> to a current user who has it. Where it reaches the group, the request works in all companies of the group; where no right does, the database shows one company only.</summary>
internal sealed class PermissionHandler(IHttpContextAccessor http) : AuthorizationHandler<NeedsPermission>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsPermission requirement)
    {
        if (http.HttpContext?.RequestServices is not { } services) return Task.CompletedTask;
        var user = services.GetRequiredService<CurrentUser>();
        if (!user.IsKnown || !user.Has(requirement.Permission)) return Task.CompletedTask;
        var scope = services.GetRequiredService<CompanyScope>();
        if (user.Rights.Reaches(requirement.Permission, Reach.Group)) scope.WidenTo(user.Group);
        else if (!user.Rights.ReachGroup && context.Resource is HttpContext request && request.GetEndpoint()?.Metadata.GetMetadata<AcrossGroup>() is null) scope.KeepToOwn();
        context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
