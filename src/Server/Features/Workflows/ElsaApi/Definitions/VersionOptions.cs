using System.Globalization;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Which versions of a definition are meant, in Elsa's words.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Number">The number, when a certain version is meant.</param>
internal readonly record struct VersionOptions(VersionKind Kind, int? Number = null)
{
    public static readonly VersionOptions All = new(VersionKind.All), Latest = new(VersionKind.Latest), Published = new(VersionKind.Published);

    /// <summary>Reads what a client wrote; blank means the given default.</summary>
    /// <returns>Null when it is none of Elsa's words and no number.</returns>
    public static VersionOptions? Read(string? text, VersionOptions blank)
    {
        if (string.IsNullOrWhiteSpace(text)) return blank;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number > 0 ? new VersionOptions(VersionKind.Number, number) : null;
        return text.Trim().ToUpperInvariant() switch
        {
            "ALL" or "ALLVERSIONS" => All,
            "LATEST" => Latest,
            "PUBLISHED" => Published,
            "DRAFT" => new VersionOptions(VersionKind.Draft),
            "LATESTORPUBLISHED" => new VersionOptions(VersionKind.LatestOrPublished),
            "LATESTANDPUBLISHED" => new VersionOptions(VersionKind.LatestAndPublished),
            _ => null,
        };
    }

    /// <summary>The versions that are meant.</summary>
    public IQueryable<SeenVersion> Of(IQueryable<SeenVersion> versions)
    {
        var number = Number;
        return Kind switch
        {
            VersionKind.Latest => versions.Where(v => v.IsLatest),
            VersionKind.Published => versions.Where(v => v.IsPublished),
            VersionKind.Draft => versions.Where(v => v.IsLatest && !v.IsPublished),
            VersionKind.LatestOrPublished => versions.Where(v => v.IsLatest || v.IsPublished),
            VersionKind.LatestAndPublished => versions.Where(v => v.IsLatest && v.IsPublished),
            VersionKind.Number => versions.Where(v => v.Version == number),
            _ => versions,
        };
    }
}

/// <summary>The words of <see cref="VersionOptions"/>.</summary>
internal enum VersionKind
{
    All,
    Latest,
    Published,
    Draft,
    LatestOrPublished,
    LatestAndPublished,
    Number,
}
