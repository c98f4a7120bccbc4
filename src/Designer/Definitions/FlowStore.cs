using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Designer.Api;

namespace HrBpm.Designer.Definitions;

/// <summary>One version of a definition, as lists show it.</summary>
public sealed record FlowVersion(string Id, string DefinitionId, string Name, string? Description, int Version, bool IsLatest, bool IsPublished, bool IsOwn, bool IsReadonly, DateTimeOffset CreatedAt);

/// <summary>A definition as the server has it.</summary>
/// <param name="Definition">Its JSON.</param>
/// <param name="Tag">What says whether somebody has changed it since.</param>
public sealed record StoredFlow(JsonObject Definition, string Tag)
{
    /// <summary>Number of the version.</summary>
    public int Version => (int?)Definition["version"] ?? 0;

    /// <summary>New instances run it.</summary>
    public bool IsPublished => (bool?)Definition["isPublished"] == true;

    /// <summary>Whoever reads it may not change it.</summary>
    public bool IsReadonly => (bool?)Definition["isReadonly"] == true;
}

/// <summary>The server did not do what was asked. The message says so in the reader's language; <see cref="Why"/> has the technical detail.</summary>
public sealed class FlowRefusedException(Refused why, IReadOnlyList<FlowProblem> problems) : Exception(why.Sentence)
{
    /// <summary>Why.</summary>
    public Refused Why { get; } = why;

    /// <summary>What is not sound; empty where that is not the reason.</summary>
    public IReadOnlyList<FlowProblem> Problems { get; } = problems;

    /// <summary>Somebody has changed it since it was read.</summary>
    public bool IsChangedSince => Why.Status == (int)HttpStatusCode.PreconditionFailed;
}

/// <summary>Something about a definition that its author should know.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="IsBlocking">It cannot be published like this.</param>
/// <param name="Node">The activity; empty for the definition itself.</param>
/// <param name="Message">The sentence, in the reader's language.</param>
/// <param name="Field">Key of the form's field that is meant; null where none is.</param>
public sealed record FlowProblem(string Code, bool IsBlocking, string Node, string Message, string? Field = null);

/// <summary>Definitions on the server, by the management API of Elsa 3: as JSON, so that nothing is lost on the way.</summary>
/// <exception cref="FlowRefusedException">The server refused.</exception>
/// <exception cref="HttpRequestException">It could not be reached.</exception>
public sealed class FlowStore(HttpClient http)
{
    private const string Definitions = "elsa/api/workflow-definitions";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private Task<ActivityCatalog>? catalog;

    /// <summary>All versions of all definitions that the company sees.</summary>
    public async Task<IReadOnlyList<FlowVersion>> ListAsync() => Versions(await GetAsync($"{Definitions}?versionOptions=AllVersions"));

    /// <summary>All versions of one, the newest first.</summary>
    public async Task<IReadOnlyList<FlowVersion>> VersionsAsync(string definitionId) => Versions(await GetAsync($"{Definitions}/{Uri.EscapeDataString(definitionId)}/versions"));

    /// <summary>The latest version.</summary>
    public async Task<StoredFlow> ReadAsync(string definitionId)
    {
        using var answer = await SendAsync(new(HttpMethod.Get, $"{Definitions}/{Uri.EscapeDataString(definitionId)}"));
        return await StoredAsync(answer, model => (JsonObject)model);
    }

    /// <summary>One version, by its id.</summary>
    public async Task<JsonObject> ReadVersionAsync(string id) => (JsonObject)(await GetAsync($"{Definitions}/by-id/{Uri.EscapeDataString(id)}"))!;

    /// <summary>Saves a definition, unless somebody has changed it since.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="tag">What the last read or save said; null for a new one.</param>
    /// <param name="isPublished">New instances run it from now on.</param>
    /// <param name="accepts">Scenarios that go differently in it are meant to.</param>
    public async Task<StoredFlow> SaveAsync(JsonObject definition, string? tag, bool isPublished = false, bool accepts = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Definitions) { Content = Content(new JsonObject { ["model"] = definition, ["publish"] = isPublished, ["acceptScenarios"] = accepts ? true : null }) };
        if (tag is { Length: > 0 }) request.Headers.TryAddWithoutValidation("If-Match", tag);
        using var answer = await SendAsync(request);
        return await StoredAsync(answer, model => (JsonObject)model["workflowDefinition"]!);
    }

    /// <summary>Makes a draft of what an earlier version said.</summary>
    public async Task RevertAsync(string definitionId, int version)
    {
        using var answer = await SendAsync(new(HttpMethod.Post, $"{Definitions}/{Uri.EscapeDataString(definitionId)}/revert/{version}") { Content = Content([]) });
    }

    /// <summary>Takes an exported definition as a draft.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> ImportAsync(JsonObject definition)
    {
        using var answer = await SendAsync(new(HttpMethod.Post, $"{Definitions}/import") { Content = Content(definition) });
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["definitionId"]!;
    }

    /// <summary>What would keep it from running as its author means it.</summary>
    public async Task<IReadOnlyList<FlowProblem>> CheckAsync(JsonObject definition)
    {
        using var answer = await SendAsync(new(HttpMethod.Post, "api/definitions/validate") { Content = Content(definition) });
        var found = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return [.. ((JsonArray)found!["problems"]!).OfType<JsonObject>().Where(problem => Text(problem, "severity") is not ("Information" or "information")).Select(FlowRequests.Problem)];
    }

    /// <summary>The activity types that definitions may use. Read once: they change with the server only.</summary>
    public async Task<ActivityCatalog> CatalogAsync()
    {
        try
        {
            return await (catalog ??= ReadCatalogAsync());
        }
        catch
        {
            catalog = null;
            throw;
        }
    }

    private async Task<ActivityCatalog> ReadCatalogAsync() => ActivityCatalog.Read(await GetAsync("elsa/api/descriptors/activities"));

    private static string Text(JsonObject from, string name) => from[name]?.ToString() ?? "";

    private static List<FlowVersion> Versions(JsonNode? answer) => answer?["items"].Deserialize<List<FlowVersion>>(Json) ?? [];

    private static StringContent Content(JsonObject json) => new(json.ToJsonString(InputValue.Json), Encoding.UTF8, "application/json");

    private static async Task<StoredFlow> StoredAsync(HttpResponseMessage answer, Func<JsonNode, JsonObject> pick)
    {
        var definition = pick((await answer.Content.ReadFromJsonAsync<JsonNode>())!);
        return new(definition, answer.Headers.ETag?.ToString() ?? "");
    }

    private async Task<JsonNode?> GetAsync(string address)
    {
        using var answer = await SendAsync(new(HttpMethod.Get, address));
        return await answer.Content.ReadFromJsonAsync<JsonNode>();
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => http.SendFlowAsync(request);
}
