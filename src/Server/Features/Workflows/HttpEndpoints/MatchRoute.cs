using HrBpm.Workflows;
using Microsoft.AspNetCore.Routing.Template;

namespace HrBpm.Server.Features.Workflows.HttpEndpoints;

/// <summary>How well a path fits a template, and what its parameters are.</summary>
/// <param name="Precedence">As ASP.NET ranks templates: the lower, the more precise.</param>
/// <param name="Values">Values of the parameters, by name.</param>
internal sealed record RouteMatch(decimal Precedence, IReadOnlyDictionary<string, object?> Values);

/// <summary>Compares paths with templates, by the rules of ASP.NET's own routing.</summary>
internal sealed partial class MatchRoute(IInlineConstraintResolver constraints, ILogger<MatchRoute> log)
{
    /// <summary>The match; null when the path does not fit.</summary>
    public RouteMatch? Of(HttpEndpointDemand demand, string path)
    {
        try
        {
            return Compare(demand, path);
        }
        catch (Exception e) when (e is ArgumentException or RouteCreationException)
        {
            // One endpoint that ASP.NET cannot read must not take the others with it.
            Unreadable(log, e, demand.Path);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "Expected the endpoint {Path} of a flow to be a route template, but ASP.NET cannot read it; nobody reaches it.")]
    private static partial void Unreadable(ILogger log, Exception e, string path);

    private RouteMatch? Compare(HttpEndpointDemand demand, string path)
    {
        var template = TemplateParser.Parse(HttpRoute.Read(demand.Path).Template);
        var values = new RouteValueDictionary();
        var defaults = new RouteValueDictionary(template.Parameters.Where(p => p.DefaultValue is not null).Select(p => KeyValuePair.Create(p.Name!, p.DefaultValue)));
        if (!new TemplateMatcher(template, defaults).TryMatch(HttpRoute.PathOf(path), values)) return null;
        return template.Parameters.All(p => Fits(p, values))
            ? new RouteMatch(RoutePrecedence.ComputeInbound(template), values.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value))
            : null;
    }

    private bool Fits(TemplatePart parameter, RouteValueDictionary values) => values[parameter.Name!] is null
        || parameter.InlineConstraints.All(c => constraints.ResolveConstraint(c.Constraint) is { } constraint && constraint.Match(null, null, parameter.Name!, values, RouteDirection.IncomingRequest));
}
