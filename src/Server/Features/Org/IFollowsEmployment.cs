namespace HrBpm.Server.Features.Org;

/// <summary>Follows when employments of people begin and end, wherever that is written: by hand, by an import or by a flow. Each kind of thing that ends with an employment is registered under this type.</summary>
internal interface IFollowsEmployment
{
    /// <summary>Brings what depends on the employments of these people up to date, within the open transaction. Doing it twice changes nothing.</summary>
    /// <param name="people">Whose employments were added or changed; they are in the context, and new ones are saved.</param>
    /// <param name="ct">Cancels.</param>
    Task FollowAsync(IReadOnlyCollection<Guid> people, CancellationToken ct);
}
