using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>How definitions leave as files and come back, and how those that use each other are found.</summary>
public sealed class FileTests(ElsaServers servers) : IClassFixture<ElsaServers>, IAsyncLifetime
{
    private ElsaServer elsa = null!;

    public async ValueTask InitializeAsync() => elsa = await servers.OnAsync(TestDatabase.Sqlite);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_exported_definition_comes_back_as_the_next_draft()
    {
        var id = ElsaServer.NewId("export");
        await elsa.SaveAsync(ElsaServer.Flow(id, "one"), publish: true);

        var file = await elsa.Administrator.GetAsync($"/elsa/api/workflow-definitions/{id}/export?versionOptions=Published");
        var exported = await ElsaServer.JsonAsync(file);
        await elsa.SaveAsync(ElsaServer.Flow(id, "two"), publish: true);
        var imported = await elsa.PostAsync("/workflow-definitions/import", exported);

        file.Content.Headers.ContentDisposition!.FileName.ShouldBe($"{id}.v1.json");
        exported.ContainsKey("links").ShouldBeFalse();
        ((int)imported["version"]!, (bool)imported["isPublished"]!).ShouldBe((3, false));
        JsonNode.DeepEquals(imported["root"], exported["root"]).ShouldBeTrue();
    }

    [Fact]
    public async Task A_definition_is_imported_into_another_one()
    {
        var id = ElsaServer.NewId("into");

        var answer = await elsa.Administrator.PutAsJsonAsync($"/elsa/api/workflow-definitions/{id}/import", ElsaServer.Flow("whatever"));

        ((string)(await ElsaServer.JsonAsync(answer))["definitionId"]!).ShouldBe(id);
    }

    [Fact]
    public async Task Several_definitions_travel_in_a_ZIP()
    {
        var ids = new[] { ElsaServer.NewId("zip"), ElsaServer.NewId("zip") };
        var versions = new List<string>();
        foreach (var id in ids) versions.Add((string)(await elsa.SaveAsync(ElsaServer.Flow(id)))["id"]!);

        var zip = await (await elsa.SendAsync("/bulk-actions/export/workflow-definitions", new { ids = versions })).Content.ReadAsByteArrayAsync();
        foreach (var id in ids) await elsa.Administrator.DeleteAsync($"/elsa/api/workflow-definitions/{id}");
        var answer = await UploadAsync(("flows.zip", zip), ("one.json", Encoding.UTF8.GetBytes(ElsaServer.Flow(ElsaServer.NewId("file")).ToJsonString())));

        ((int)(await ElsaServer.JsonAsync(answer))["count"]!).ShouldBe(3);
        foreach (var id in ids) ((int)(await elsa.GetAsync($"/workflow-definitions/{id}"))["version"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Of_files_one_of_which_is_wrong_none_is_imported()
    {
        var id = ElsaServer.NewId("none");
        var good = ("good.json", Encoding.UTF8.GetBytes(ElsaServer.Flow(id).ToJsonString()));

        await (await UploadAsync(good, ("bad.json", "{"u8.ToArray()))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.not-sound");
        await (await UploadAsync(good, ("bad.zip", "no zip"u8.ToArray()))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.not-sound");
        await (await UploadAsync(good, ("bomb.zip", Bomb()))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "definitions.not-sound");
        await (await elsa.Administrator.GetAsync($"/elsa/api/workflow-definitions/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.unknown");
    }

    [Fact]
    public async Task Definitions_that_use_another_one_are_found_exported_and_made_to_follow_it()
    {
        var (used, user) = (ElsaServer.NewId("used"), ElsaServer.NewId("user"));
        var first = await elsa.SaveAsync(ElsaServer.Flow(used, "one"), publish: true);
        var consumer = ElsaServer.Flow(user);
        consumer["root"]!["activities"]!.AsArray().Add(new JsonObject { ["id"] = "use", ["type"] = "Used", ["version"] = 1, ["workflowDefinitionId"] = used, ["workflowDefinitionVersionId"] = (string)first["id"]! });
        await elsa.SaveAsync(consumer);
        var second = await elsa.SaveAsync(ElsaServer.Flow(used, "two"), publish: true);

        var consumers = await elsa.GetAsync($"/workflow-definitions/{used}/consumers");
        var updated = await elsa.PostAsync($"/workflow-definitions/{used}/update-references");
        var zip = await elsa.Administrator.GetByteArrayAsync($"/elsa/api/workflow-definitions/{used}/export?includeConsumingWorkflows=true");

        consumers["consumingWorkflowDefinitionIds"]!.AsArray().Select(c => (string)c!).ShouldBe([user]);
        updated["affectedWorkflows"]!.AsArray().Select(c => (string)c!).ShouldBe([$"{user} 流程"]);
        var use = (await elsa.GetAsync($"/workflow-definitions/{user}"))["root"]!["activities"]![2]!;
        ((string)use["workflowDefinitionVersionId"]!, (int)use["version"]!).ShouldBe(((string)second["id"]!, 2));
        using var archive = new ZipArchive(new MemoryStream(zip));
        archive.Entries.Select(e => e.Name).Order().ShouldBe([$"{used}.v2.json", $"{user}.v1.json"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_activity_deep_inside_is_found_with_the_way_that_leads_to_it()
    {
        var model = ElsaServer.Flow(ElsaServer.NewId("deep"));
        model["root"]!["activities"]!.AsArray().Add(JsonNode.Parse("""
            { "id": "choose", "name": "Choose", "type": "Elsa.If", "then": { "id": "inner", "type": "Elsa.Flowchart", "activities": [ { "id": "leaf", "type": "Elsa.WriteLine" } ] } }
            """));
        var id = (string)(await elsa.SaveAsync(model))["id"]!;
        const string Inner = "Workflow1:flow:choose:inner";

        var part = await elsa.GetAsync($"/workflow-definitions/subgraph/{id}?parentNodeId={Inner}");
        var segments = await elsa.GetAsync($"/workflow-definitions/subgraph/segments/{id}?childNodeId={Inner}:leaf");

        ((string)part["activity"]!["activities"]![0]!["nodeId"]!).ShouldBe($"{Inner}:leaf");
        segments["pathSegments"]!.AsArray().Select(s => $"{s!["activityId"]}.{s["portName"]}").ShouldBe(["choose.then"]);
        ((string)segments["container"]!["nodeId"]!).ShouldBe(Inner);
        await (await elsa.Administrator.GetAsync($"/elsa/api/workflow-definitions/subgraph/{id}?parentNodeId=nowhere")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.node-unknown");
    }

    private async Task<HttpResponseMessage> UploadAsync(params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files) form.Add(new ByteArrayContent(content), "files", name);
        return await elsa.Administrator.PostAsync("/elsa/api/workflow-definitions/import-files", form);
    }

    // Two megabytes of blanks, which pack into two kilobytes.
    private static byte[] Bomb()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("flow.json").Open();
            entry.Write(new byte[2 * 1024 * 1024]);
        }

        return zip.ToArray();
    }
}
