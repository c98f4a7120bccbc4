using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Platform;

/// <summary>The committed document is what clients are made from. <c>UPDATE_OPENAPI=1</c> writes it anew.</summary>
public sealed class ApiDocumentTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_committed_document_is_the_servers()
    {
        var actual = (await ReadAsync()).ToJsonString(Readable) + "\n";
        var file = Repository.PathOf("docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1") await File.WriteAllTextAsync(file, actual);

        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";

        committed.ShouldBe(actual, "docs/openapi.json is not what the server says. Run: UPDATE_OPENAPI=1 dotnet test --project tests/Server.Tests -- --filter-class \"*ApiDocumentTests\"");
    }

    [Fact]
    public async Task Each_operation_has_an_id_of_its_own_and_a_summary_and_says_how_it_fails()
    {
        var operations = Operations(await ReadAsync()).ToList();

        operations.Count.ShouldBeGreaterThan(5);
        operations.Where(o => (string?)o.Operation["operationId"] is null or "").Select(o => o.Route).ShouldBeEmpty("without an id");
        operations.GroupBy(o => (string?)o.Operation["operationId"]).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty("ids used twice");
        operations.Where(o => (string?)o.Operation["summary"] is null or "").Select(o => o.Route).ShouldBeEmpty("without a summary");
        operations.Where(o => o.Operation["responses"]?["default"]?["content"]?["application/problem+json"] is null).Select(o => o.Route).ShouldBeEmpty("without a problem");
    }

    [Fact]
    public async Task The_page_that_shows_the_document_opens()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        var page = await server.Client().GetStringAsync("/scalar/");

        page.ShouldContain("HrBpm API");
    }

    private static async Task<JsonObject> ReadAsync()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        return JsonNode.Parse(await server.Client().GetStringAsync("/openapi/v1.json"))!.AsObject();
    }

    private static IEnumerable<(string Route, JsonObject Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Value is JsonObject
        select ($"{operation.Key} {path.Key}", operation.Value!.AsObject());
}
