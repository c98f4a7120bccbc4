namespace HrBpm.Activities.DryRuns;

/// <summary>The organisation, as far as whoever makes a dry run may see it. What it does not tell is taken by a stand-in.</summary>
public interface IDryOrganisation
{
    /// <summary>The person; null when there is none whom one may see.</summary>
    Task<DryPerson?> PersonAsync(Guid id);

    /// <summary>Whom a rule finds now, in order, none when it finds nobody; null when it cannot be told.</summary>
    /// <param name="by">As in <see cref="DryRule"/>.</param>
    /// <param name="value">Role or position; empty for the others.</param>
    /// <param name="personId">The person from whom the search begins.</param>
    /// <param name="levels">Levels of a manager chain.</param>
    Task<IReadOnlyList<DryPerson>?> FindAsync(string by, string value, Guid personId, int levels);
}
