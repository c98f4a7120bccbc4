using System.Net;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Tests.Studio;

/// <summary>How Studio's files are served.</summary>
public sealed class StudioFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hrbpm-studio-").FullName;

    [Fact]
    public async Task Studio_opens_under_the_servers_own_address()
    {
        Write("_framework/blazor.webassembly.js", "start();");
        await using var server = await StartAsync(folder);
        var client = server.Client();

        var page = await client.GetStringAsync("/studio/?definition=a%22%3E%3Cscript%3E");
        var script = await client.GetAsync("/studio/_framework/blazor.webassembly.js");

        page.ShouldContain("<base href=\"/studio/\">");
        page.ShouldContain("definition-id=\"a&quot;&gt;&lt;script&gt;\"");
        script.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        (await client.GetStringAsync("/studio/?instance=i-1")).ShouldContain("<elsa-workflow-instance-viewer instance-id=\"i-1\">");
    }

    [Fact]
    public async Task Nothing_outside_the_folder_is_served()
    {
        Write("_framework/blazor.webassembly.js", "start();");
        await File.WriteAllTextAsync(folder + ".secret", "secret");
        await using var server = await StartAsync(folder);

        foreach (var path in new[] { $"..%2F{Path.GetFileName(folder)}.secret", "%2Fetc%2Fpasswd", "_framework", "unknown.js" })
            await (await server.Client().GetAsync($"/studio/{path}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "studio.unknown");
    }

    [Fact]
    public async Task Without_a_folder_there_is_no_Studio()
    {
        await using var server = await StartAsync(null);

        await (await server.Client().GetAsync("/studio/")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "request.unknown");
    }

    [Fact]
    public async Task A_folder_without_Studio_in_it_stops_the_start_with_a_sentence()
    {
        var wrong = await Should.ThrowAsync<SettingsException>(() => StartAsync(folder));

        wrong.Message.ShouldContain("Expected Studio:Folder to hold the files of Elsa Studio");
    }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        File.Delete(folder + ".secret");
    }

    private static Task<HrBpmServer> StartAsync(string? studio) => HrBpmServer.StartAsync(TestDatabase.Sqlite, studio is null ? null : new Dictionary<string, string?> { ["Studio:Folder"] = studio });

    private void Write(string path, string content)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
