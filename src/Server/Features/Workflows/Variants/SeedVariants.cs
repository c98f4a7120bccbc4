using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Overlays;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>Gives the demo's school its variant of the offboarding, published, once: where somebody has taken it back, it stays away. Like the rest of the demo it is nobody's act, and not in the audit log.</summary>
internal sealed class SeedVariants(AppDbContext db, CheckDefinition check, TriggerIndex triggers, WorkflowOptions options, DemoOptions demo, TimeProvider time) : IStartupStep
{
    /// <summary>The administrator of the school.</summary>
    private const string Author = "kang.ning";

    // After the definitions.
    public int Order => 110;

    public async Task RunAsync(CancellationToken ct)
    {
        if (!demo.Seed || !Directory.Exists(options.DefinitionsFolder)) return;
        foreach (var file in Directory.EnumerateFiles(options.DefinitionsFolder, "*" + ImportDefinitions.OverlaySuffix, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            await SeedAsync(file, JsonNode.Parse(await File.ReadAllTextAsync(file, ct))!.AsObject(), ct);
    }

    private async Task SeedAsync(string file, JsonObject json, CancellationToken ct)
    {
        var (company, definitionId) = (DemoIds.Of("company:" + (string?)json["company"]), (string)json["definitionId"]!);
        if (!await db.Companies.AnyAsync(c => c.Id == company, ct) || await db.DefinitionVersions.AnyAsync(d => d.OwnerId == company && d.DefinitionId == definitionId, ct)) return;
        if (await Templates.FindAsync(db, company, definitionId, ct) is not { } template) return;
        var definition = WorkflowDefinition.Read(template.Json);
        var overlay = new FlowOverlay(definitionId, template.Id, template.Version, OverlayJson.Read(json["changes"])).On(definition);
        var composed = OverlayComposer.Compose(definition, overlay);
        var variant = ChangeVariants.Marked(composed.Definition, template.Id, template.Version);
        IReadOnlyList<DefinitionProblem> problems = [.. composed.Problems, .. await check.ForPublishingAsync(company, variant, ct)];
        if (problems.Count > 0) throw new InvalidOperationException($"Expected '{file}' to be a variant that can be published, but it is not: {string.Join(" ", problems.Select(p => p.Message))}");
        var nowUtc = time.GetUtcNow().UtcDateTime;
        var version = new DefinitionVersion
        {
            Id = Guid.CreateVersion7().ToString("N"), OwnerId = company, DefinitionId = definitionId, Version = template.Version + 1, CreatedUtc = nowUtc, IsLatest = true,
        }.Rewrite(variant, variant.Write()).Publish(nowUtc);
        db.Add(version);
        db.Add(new DefinitionOverlay
        {
            CompanyId = company, DefinitionId = definitionId, BaseVersionId = template.Id, BaseVersion = template.Version, Changes = ChangeVariants.Write(overlay), PublishedVersionId = version.Id, PublishedVersion = version.Version,
            IsPublished = true, UpdatedById = DemoIds.Of(Author), UpdatedUtc = nowUtc, Revision = 1,
        });
        await triggers.RenewAsync(company, definitionId, version, ct);
        await db.SaveChangesAsync(ct);
    }
}
