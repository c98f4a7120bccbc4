using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Who changes definitions, and whose.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Actor">The person's id.</param>
internal sealed record DefinitionAuthor(Guid CompanyId, string Actor)
{
    /// <summary>The person; null where none is known by an id.</summary>
    public Guid? PersonId => Guid.TryParse(Actor, out var person) ? person : null;

    public static DefinitionAuthor Of(CurrentUser user) => new(user.CompanyId, user.Actor);
}
