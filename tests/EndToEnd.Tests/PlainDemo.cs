using HrBpm.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(PlainDemo))]

namespace HrBpm.EndToEnd.Tests;

/// <summary>The demo without options, left alone from its beginning to its end. Several tests ask how it ends; it is played once.</summary>
public sealed class PlainDemo
{
    private readonly Lazy<Task<DemoEnd>> end = new(PlayAsync);

    /// <summary>How it ended.</summary>
    internal Task<DemoEnd> EndAsync() => end.Value;

    private static async Task<DemoEnd> PlayAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hrbpm-demo-").FullName;
        try
        {
            using var demo = DemoProcess.Start(folder);
            return await demo.EndAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
