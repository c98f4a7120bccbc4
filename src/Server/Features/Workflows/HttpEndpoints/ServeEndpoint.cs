using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.HttpEndpoints;

/// <summary>Answers <c>/workflows/…</c>: the request starts or resumes an instance, and what that run wrote is the answer, sent once it has committed.</summary>
internal static class ServeEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext http, string? path, FindEndpoint find, RunByRequest run, CurrentUser user, CancellationToken ct)
    {
        var found = await find.FindAsync(http.Request.Method, path ?? "", user.IsKnown ? user.CompanyId : null, ct);
        if (found.Count == 0) return Problems.NotFound("endpoints.unknown", $"Expected a flow to answer {http.Request.Method} /workflows/{path}, but none does.");
        if (WhyNot(found[0], user) is { } refused) return refused;
        if (found.Count > 1)
            return Problems.Conflict("endpoints.ambiguous", $"Expected one flow to answer {http.Request.Method} /workflows/{path}, but {found.Count} do{Listed(found, user)}.");
        var (input, problem) = await ReadRequest.ReadAsync(http, path ?? "", found[0].Demand, found[0].Match, ct);
        return problem ?? await run.AnswerAsync(found[0], input!, user, ct);
    }

    // Only for the company's own people: to everybody else it is no business what flows there are.
    private static string Listed(IReadOnlyList<FlowEndpoint> found, CurrentUser user) =>
        user.IsKnown && found.All(e => e.CompanyId is null || e.CompanyId == user.CompanyId) ? $": {string.Join(", ", found.Select(e => e.Label))}" : "";

    // A policy is the name of a permission. One that does not exist lets nobody in.
    private static ProblemHttpResult? WhyNot(FlowEndpoint endpoint, CurrentUser user)
    {
        if (endpoint.Demand.IsPublic && endpoint.CompanyId is not null) return null;
        if (!user.IsKnown) return Problems.Problem(StatusCodes.Status401Unauthorized, "sign-in.required", "Expected a signed-in person, but the request carries no valid session.");
        return endpoint.Demand.Policy is not { } policy || Enum.TryParse<Permission>(policy, out var permission) && permission.ToString() == policy && user.Has(permission)
            ? null
            : Problems.Forbidden("endpoints.forbidden", $"Expected the permission '{policy}', but you do not have it.");
    }
}
