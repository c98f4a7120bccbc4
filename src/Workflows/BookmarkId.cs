using System.Globalization;

namespace HrBpm.Workflows;

/// <summary>How bookmark ids are made: they begin with their instance's id, so that whoever resumes one knows which instance to load.</summary>
internal static class BookmarkId
{
    /// <summary>An id that no other run of the instance gives, and that a repeated attempt gives again.</summary>
    /// <param name="instance">The instance; its loaded version tells its runs apart.</param>
    /// <param name="number">Number of the bookmark within the run.</param>
    public static string Of(Instance instance, int number) => string.Create(CultureInfo.InvariantCulture, $"{instance.Id}-{instance.Version}b{number}");

    /// <summary>The instance that a bookmark would belong to, if it existed.</summary>
    public static string InstanceOf(string bookmarkId) => bookmarkId.LastIndexOf('-') is var at and > 0 ? bookmarkId[..at] : "";
}
