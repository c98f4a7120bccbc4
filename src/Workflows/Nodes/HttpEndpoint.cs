using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.HttpEndpoint: waits for an HTTP request, or starts instances by it. The host listens; what came is told by the outputs.</summary>
internal sealed class HttpEndpoint : CoreNode
{
    public const string TypeName = "Elsa.HttpEndpoint";

    private static readonly string[] Told = ["parsedContent", "files", "file", "routeData", "queryStringData", "headers", "result"];

    public override IReadOnlyList<string> OutputsOf(Node node) => ["ParsedContent", "Files", "File", "RouteData", "QueryStringData", "Headers", "Result"];

    internal override async ValueTask<IReadOnlyList<TriggerStimulus>> TriggersAsync(TriggerVisit visit) =>
        [.. (await DemandsAsync(visit.InputAsync)).Select(d => new TriggerStimulus(TypeName, d.Demand.Write()) { Identity = d.Identity })];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        foreach (var (demand, identity) in await DemandsAsync(visit.InputAsync)) visit.Wait(TypeName, demand.Write(), null, identity);
    }

    internal override ValueTask ResumeAsync(Visit visit, Resumption resumption)
    {
        foreach (var name in Told) visit.SetOutput(name, resumption.Input.GetValueOrDefault(name));
        return visit.CompleteAsync();
    }

    // One for each method, and for each form of a path whose end is optional. The first request uses up all of them.
    private static async ValueTask<List<(HttpEndpointDemand Demand, object Identity)>> DemandsAsync(Func<string, string?, ValueTask<object?>> input)
    {
        var path = await input("path", "String") as string;
        var shapes = HttpRoute.Read(path).Shapes;
        var given = (await input("supportedMethods", "String[]") as IEnumerable<object?> ?? []).OfType<string>().Where(m => m.Length > 0).Select(m => m.ToLowerInvariant()).Distinct().ToList();
        var authorize = await input("authorize", "Boolean") is true;
        var policy = await input("policy", "String") as string;
        var timeout = await input("requestTimeout", "TimeSpan") as TimeSpan?;
        var limit = await input("requestSizeLimit", "Int64") as long?;
        var fileLimit = await input("fileSizeLimit", "Int64") as long?;
        var (allowed, blocked, types) = (await TextsAsync(input, "allowedFileExtensions"), await TextsAsync(input, "blockedFileExtensions"), await TextsAsync(input, "allowedMimeTypes"));
        return
        [
            .. from method in given.Count > 0 ? given : ["get"]
               from shape in shapes
               select (new HttpEndpointDemand(path!, method)
               {
                   Authorize = authorize, Policy = string.IsNullOrWhiteSpace(policy) ? null : policy, RequestTimeout = timeout > TimeSpan.Zero ? timeout : null, RequestSizeLimit = limit > 0 ? limit : null,
                   FileSizeLimit = fileLimit > 0 ? fileLimit : null, AllowedFileExtensions = allowed, BlockedFileExtensions = blocked, AllowedMimeTypes = types,
               }, (object)HttpEndpointDemand.IdentityOf(shape, method)),
        ];
    }

    private static async ValueTask<IReadOnlyList<string>> TextsAsync(Func<string, string?, ValueTask<object?>> input, string name) =>
        (await input(name, "String[]") as IEnumerable<object?> ?? []).OfType<string>().Select(t => t.Trim()).Where(t => t.Length > 0).ToList() is { Count: > 0 } texts ? texts : Array.Empty<string>();
}
