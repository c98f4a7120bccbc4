namespace HrBpm.Activities.Tests.Flows;

/// <summary>The definitions that come with the product.</summary>
internal static class Definitions
{
    public static string Folder
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(at.FullName, "HrBpm.sln"))) at = at.Parent!;
            return Path.Combine(at.FullName, "workflows-definitions");
        }
    }

    /// <summary>All of them, by their path in the folder.</summary>
    public static TheoryData<string> All => [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Where(file => !file.EndsWith(".scenarios.json", StringComparison.Ordinal) && !file.EndsWith(".overlay.json", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];
}
