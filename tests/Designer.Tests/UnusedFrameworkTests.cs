using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace HrBpm.Designer.Tests;

/// <summary>What browsers are not given must not be missed.</summary>
public sealed class UnusedFrameworkTests
{
    [Fact]
    public void Nothing_in_the_app_refers_to_what_is_left_behind()
    {
        var leftBehind = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "UnusedFramework.targets")).Descendants("UnusedFramework").Select(item => (string?)item.Attribute("Include")).Single(included => included is not null)!
            .Split(';', StringSplitOptions.TrimEntries).ToHashSet();
        leftBehind.Count.ShouldBeGreaterThan(50);

        var app = new HashSet<string>();
        var references = new List<(string From, string To)>();
        var open = new Queue<string>(["HrBpm.Designer"]);
        while (open.TryDequeue(out var assembly))
        {
            if (!app.Add(assembly) || Path.Combine(AppContext.BaseDirectory, assembly + ".dll") is var file && !File.Exists(file)) continue;
            foreach (var to in ReferencesOf(file))
            {
                references.Add((assembly, to));
                open.Enqueue(to);
            }
        }

        references.ShouldContain(reference => reference.From == "MudBlazor");
        references.Where(reference => leftBehind.Contains(reference.To)).ShouldBeEmpty();
    }

    private static List<string> ReferencesOf(string file)
    {
        using var assembly = new PEReader(File.OpenRead(file));
        var metadata = assembly.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
