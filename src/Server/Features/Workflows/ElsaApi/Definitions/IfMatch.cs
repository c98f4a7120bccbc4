using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>A save that is only meant for what its author has read (RFC 9110, If-Match): the entity tag of the latest version, as a read or the last save gave it.</summary>
/// <param name="DefinitionId">The definition; empty for a new one.</param>
/// <param name="Tags">The tags of which one has to be that of the latest version; <c>*</c> is any version.</param>
internal sealed record IfMatch(string DefinitionId, IReadOnlyList<string> Tags)
{
    /// <summary>What a request asks for; null when it does not.</summary>
    public static IfMatch? Of(HttpRequest request, JsonObject model) => request.Headers.IfMatch.Count == 0
        ? null
        : new IfMatch(model["definitionId"] is JsonValue id && id.GetValueKind() == JsonValueKind.String ? id.GetValue<string>() : "",
            [.. request.GetTypedHeaders().IfMatch.Where(t => !t.IsWeak).Select(t => t.Tag.ToString())]);

    /// <summary>Why the save must not be made, or null. Asked while the author has the turn, so that nothing comes between this and the save.</summary>
    public async Task<Refusal?> WhyNotAsync(AppDbContext db, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        if (await SeenVersion.Of(db, user.CompanyId).SingleOrDefaultAsync(v => v.DefinitionId == DefinitionId && v.IsLatest, ct) is not { } latest)
            return new Refusal(Changed, $"Expected definition '{DefinitionId}' to be as you have read it, but there is none.");
        var tag = ElsaTag.Of(model.Write(latest, await db.DefinitionVersions.Where(d => d.Id == latest.Id).Select(d => d.Json).SingleAsync(ct)));
        return Tags.Contains("*") || Tags.Contains(tag)
            ? null
            : new Refusal(Changed, $"Expected definition '{DefinitionId}' to be as you have read it, but somebody has changed it since; it is at version {latest.Version} with the entity tag {tag} now. Read it again.");
    }

    /// <summary>Stable code of the refusal, which is a 412.</summary>
    public const string Changed = "definitions.changed";
}
