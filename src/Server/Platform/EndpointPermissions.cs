using Microsoft.AspNetCore.Authorization;

namespace HrBpm.Server.Platform;

/// <summary>Metadata of an endpoint that a signed-in person with this permission may call.</summary>
internal sealed record NeedsPermission(Permission Permission) : IAuthorizationRequirement;

/// <summary>Metadata of an endpoint that anybody may call, and why that is right.</summary>
internal sealed record AnonymousBecause(string Reason);

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

    /// <summary>For anybody, with the reason.</summary>
    public static TBuilder Anonymous<TBuilder>(this TBuilder route, string why) where TBuilder : IEndpointConventionBuilder =>
        route.AllowAnonymous().WithMetadata(new AnonymousBecause(why));
}

/// <summary>Grants a <see cref="NeedsPermission"/> to a current user who has it.</summary>
internal sealed class PermissionHandler(IHttpContextAccessor http) : AuthorizationHandler<NeedsPermission>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsPermission requirement)
    {
        var user = http.HttpContext?.RequestServices.GetRequiredService<CurrentUser>();
        if (user?.IsKnown == true && user.Has(requirement.Permission)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
