using HrBpm.Server.Database;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>A version of a definition as one company sees it: what it has of its own stands before the template of the group, and that before what all companies have.</summary>
internal sealed class SeenVersion
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public required int Version { get; init; }
    public required string Name { get; init; }
    public required string? Description { get; init; }
    public required string? ToolVersion { get; init; }
    public required DateTime CreatedUtc { get; init; }

    /// <summary>Whether it is the company's own.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Whether the company sees none that is newer.</summary>
    public required bool IsLatest { get; init; }

    /// <summary>Whether it is what the company's new instances run.</summary>
    public required bool IsPublished { get; init; }

    /// <summary>Every version that a company sees.</summary>
    /// <param name="db">The database.</param>
    /// <param name="company">The company.</param>
    /// <param name="withDeleted">Deleted ones as well.</param>
    public static IQueryable<SeenVersion> Of(AppDbContext db, Guid company, bool withDeleted = false) => db.DefinitionVersions
        .Where(d => (withDeleted || d.DeletedUtc == null) && (d.OwnerId == company || d.OwnerId == DefinitionVersion.AllCompanies
            || (d.IsTemplate && (withDeleted || d.IsPublished) && db.Companies.Any(c => c.Id == company && c.ParentId == d.OwnerId))))
        .Select(d => new SeenVersion
        {
            Id = d.Id,
            DefinitionId = d.DefinitionId,
            Version = d.Version,
            Name = d.Name,
            Description = d.Description,
            ToolVersion = d.ToolVersion,
            CreatedUtc = d.CreatedUtc,
            IsOwn = d.OwnerId == company,
            IsLatest = (d.OwnerId == company && d.IsLatest) || (d.OwnerId != company && (d.OwnerId == DefinitionVersion.AllCompanies ? d.IsLatest : d.IsPublished)
                && !db.DefinitionVersions.Any(o => o.OwnerId == company && o.DefinitionId == d.DefinitionId && o.IsLatest)
                && (d.OwnerId != DefinitionVersion.AllCompanies || !db.DefinitionVersions.Any(o => o.DefinitionId == d.DefinitionId && o.IsTemplate && o.IsPublished && db.Companies.Any(c => c.Id == company && c.ParentId == o.OwnerId)))),
            IsPublished = d.IsPublished && (d.OwnerId == company || (!db.DefinitionVersions.Any(o => o.OwnerId == company && o.DefinitionId == d.DefinitionId && o.IsPublished)
                && (d.OwnerId != DefinitionVersion.AllCompanies || !db.DefinitionVersions.Any(o => o.DefinitionId == d.DefinitionId && o.IsTemplate && o.IsPublished && db.Companies.Any(c => c.Id == company && c.ParentId == o.OwnerId))))),
        });
}
