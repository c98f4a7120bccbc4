using HrBpm.Workflows;

namespace HrBpm.Activities.Assets;

/// <summary>How an issue ends.</summary>
public enum AssetEnd
{
    /// <summary>归还.</summary>
    Returned,

    /// <summary>核销: lost or worn out; it does not come back.</summary>
    WrittenOff,
}

/// <summary>An asset that a person has.</summary>
/// <param name="Tag">Label on the asset, for example <c>LT-0042</c>.</param>
/// <param name="Name">What it is.</param>
/// <param name="IssuedOn">Since when.</param>
public sealed record IssuedAsset(string Tag, string Name, DateOnly IssuedOn);

/// <summary>The company's assets. What is written commits together with the run.</summary>
public interface IAssets
{
    /// <summary>What the person has now, by tag.</summary>
    Task<IReadOnlyList<IssuedAsset>> IssuedToAsync(Guid personId, CancellationToken ct);

    /// <summary>Why this asset cannot be given to the person: somebody has it, or it was written off. Null when it can.</summary>
    Task<Refusal?> WhyNotIssueAsync(string tag, Guid personId, CancellationToken ct);

    /// <summary>Gives the asset of that tag to the person, after <see cref="WhyNotIssueAsync"/> had nothing against it. A tag that the company does not know becomes a new asset.</summary>
    Task IssueAsync(string tag, string name, Guid personId, DateOnly issuedOn, string actor, CancellationToken ct);

    /// <summary>Ends the issue of this asset to the person, or says why that is not possible.</summary>
    Task<Refusal?> CloseAsync(string tag, Guid personId, AssetEnd how, string? note, string actor, DateTime nowUtc, CancellationToken ct);
}
