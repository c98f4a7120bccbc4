using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrBpm.Designer.Definitions;
using HrBpm.Workflows.Definitions.Overlays;
using CardNews = HrBpm.Workflows.Definitions.Overlays.CardNews;
using ConflictChoice = HrBpm.Workflows.Definitions.Overlays.ConflictChoice;
using ConflictKind = HrBpm.Workflows.Definitions.Overlays.ConflictKind;

namespace HrBpm.Designer.Variants;

/// <summary>A variant as the server has it.</summary>
/// <param name="Company">The company whose it is.</param>
/// <param name="Revision">What a change says that it was made on.</param>
/// <param name="BaseVersion">Version of the template that the changes are made on.</param>
/// <param name="NewerVersion">A version of the template that is published since.</param>
/// <param name="PublishedVersion">The company's version that new flows run.</param>
/// <param name="MayOffer">A draft may be made the template of the group.</param>
/// <param name="Changes">The changes.</param>
/// <param name="Template">The template.</param>
public sealed record StoredVariant(
    string DefinitionId, string Name, string Company, int Revision, int BaseVersion, int? NewerVersion, int? PublishedVersion, bool IsPublished, bool IsReadonly, bool MayOffer, JsonArray Changes, JsonObject Template);

/// <summary>What becomes of a variant under the template's published version.</summary>
public sealed record UpgradePreview(int FromVersion, int ToVersion, string ToVersionId, DateTime PublishedUtc, IReadOnlyList<CardNews> News, IReadOnlyList<UpgradeConflict> Conflicts, IReadOnlyList<string> Carried, IReadOnlyList<string> Absorbed, int Running);

/// <summary>A change that somebody has to decide about.</summary>
public sealed record UpgradeConflict(string Key, ConflictKind Kind, string Card, string Title, string Member, JsonNode? Base, JsonNode? Template, JsonNode? Ours, IReadOnlyList<ConflictChoice> Choices);

/// <summary>What was decided about a conflict.</summary>
public sealed record UpgradeDecision(string Key, ConflictChoice Choice, JsonNode? Value = null);

/// <summary>The version that somebody would start now.</summary>
/// <param name="Person">Name of the person.</param>
/// <param name="Company">The company that employs the person.</param>
/// <param name="Version">Number of the version.</param>
/// <param name="From">product, template, variant or own.</param>
/// <param name="Owner">The company whose version it is.</param>
/// <param name="TemplateVersion">Version of the template that a variant stands on.</param>
public sealed record TakenVersion(string Person, string Company, string Department, int Version, string From, string? Owner, int? TemplateVersion);

/// <summary>Variants on the server.</summary>
/// <exception cref="FlowRefusedException">The server refused.</exception>
/// <exception cref="HttpRequestException">It could not be reached.</exception>
public sealed class VariantStore(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The company's variant of a template; without any changes while it has none.</summary>
    public Task<StoredVariant> ReadAsync(string definitionId) => SendAsync<StoredVariant>(HttpMethod.Get, definitionId, "variant");

    /// <summary>Puts all changes, unless somebody has changed them since.</summary>
    public Task<StoredVariant> PutAsync(string definitionId, int revision, JsonArray changes) => SendAsync<StoredVariant>(HttpMethod.Put, definitionId, "variant", new JsonObject { ["revision"] = revision, ["changes"] = changes });

    /// <summary>The company runs the template again.</summary>
    public Task<StoredVariant> DropAsync(string definitionId) => SendAsync<StoredVariant>(HttpMethod.Delete, definitionId, "variant");

    /// <summary>New flows of the company run the variant from now on.</summary>
    /// <param name="definitionId">The template.</param>
    /// <param name="accepts">Scenarios that go differently in it are meant to.</param>
    public Task<StoredVariant> PublishAsync(string definitionId, bool accepts = false) => SendAsync<StoredVariant>(HttpMethod.Post, definitionId, "variant/publish" + (accepts ? "?acceptScenarios=true" : ""), new JsonObject());

    /// <summary>What becomes of the changes under the template's published version.</summary>
    public Task<UpgradePreview> PreviewAsync(string definitionId) => SendAsync<UpgradePreview>(HttpMethod.Get, definitionId, "variant/upgrade");

    /// <summary>Puts the variant onto that version.</summary>
    public Task<StoredVariant> UpgradeAsync(string definitionId, string toVersionId, IReadOnlyList<UpgradeDecision> decisions) =>
        SendAsync<StoredVariant>(HttpMethod.Post, definitionId, "variant/upgrade", new JsonObject { ["toVersionId"] = toVersionId, ["decisions"] = JsonSerializer.SerializeToNode(decisions, Json) });

    /// <summary>Whether the reader may make a draft of this definition the template of the group.</summary>
    public async Task<bool> MayOfferAsync(string definitionId) => (bool?)(await SendAsync<JsonObject>(HttpMethod.Get, definitionId, "template"))["mayOffer"] == true;

    /// <summary>Which version somebody would start now.</summary>
    public Task<TakenVersion> TakenAsync(string definitionId, Guid personId) => SendAsync<TakenVersion>(HttpMethod.Get, definitionId, $"taken?personId={personId:D}");

    /// <summary>Makes the company's draft the template of the group.</summary>
    /// <returns>Number of the template's version.</returns>
    public async Task<int> OfferAsync(string definitionId) => (int)(await SendAsync<JsonObject>(HttpMethod.Post, definitionId, "template", new JsonObject()))["version"]!;

    private async Task<T> SendAsync<T>(HttpMethod method, string definitionId, string path, JsonObject? body = null)
    {
        var request = new HttpRequestMessage(method, $"api/definitions/{Uri.EscapeDataString(definitionId)}/{path}");
        if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await http.SendFlowAsync(request);
        return (await answer.Content.ReadFromJsonAsync<T>(Json))!;
    }
}
