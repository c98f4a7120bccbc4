using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>How definitions are found and read.</summary>
public sealed class ReadingTests(ElsaServers servers) : IClassFixture<ElsaServers>, IAsyncLifetime
{
    private ElsaServer elsa = null!;

    private const string Offboarding = "offboarding-standard";

    public async ValueTask InitializeAsync() => elsa = await servers.OnAsync(TestDatabase.Sqlite);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_list_has_the_members_that_Elsa_clients_know()
    {
        var list = await elsa.GetAsync("/workflow-definitions?versionOptions=Latest&Page=0&PageSize=10&SearchTerm=&IsSystem=False&OrderDirection=Ascending");

        list["totalCount"]!.GetValue<int>().ShouldBe(list["items"]!.AsArray().Count);
        list["links"]!.AsArray().Select(l => (string)l!["rel"]!).ShouldContain("is-name-unique");
        var item = list["items"]!.AsArray().Single(i => (string)i!["definitionId"]! == Offboarding)!.AsObject();
        item.Select(m => m.Key).ShouldBe(["links", "isMaterializerAvailable", "id", "definitionId", "name", "description", "version", "toolVersion", "isLatest", "isPublished", "materializerName", "createdAt", "isReadonly", "isOwn"]);
        ((bool)item["isLatest"]!, (bool)item["isPublished"]!, (string)item["materializerName"]!).ShouldBe((true, true, "Json"));
        DateTimeOffset.Parse((string)item["createdAt"]!, null).Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("versionOptions=Published", true)]
    [InlineData("versionOptions=LatestOrPublished", true)]
    [InlineData("SearchTerm=标准离职", true)]
    [InlineData("SearchTerm=STANDARD", true)]
    [InlineData("DefinitionIds=offboarding-standard&DefinitionIds=other", true)]
    [InlineData("MaterializerName=Json", true)]
    [InlineData("versionOptions=Draft", false)]
    [InlineData("versionOptions=7", false)]
    [InlineData("SearchTerm=nothing-like-this", false)]
    [InlineData("IsSystem=true", false)]
    [InlineData("MaterializerName=Clr", false)]
    [InlineData("Ids=unknown", false)]
    public async Task A_list_has_what_was_asked_for(string query, bool isThere)
    {
        var list = await elsa.GetAsync($"/workflow-definitions?{query}");

        list["items"]!.AsArray().Any(i => (string)i!["definitionId"]! == Offboarding).ShouldBe(isThere);
    }

    [Theory]
    [InlineData("/workflow-definitions?versionOptions=Newest", "definitions.version-options")]
    [InlineData("/workflow-definitions?versionOptions=0", "definitions.version-options")]
    [InlineData("/workflow-definitions?PageSize=0", "definitions.page")]
    [InlineData("/workflow-definitions?PageSize=1001", "definitions.page")]
    [InlineData("/workflow-definitions?Page=-1", "definitions.page")]
    [InlineData("/workflow-definitions?Page=first", "request.invalid")]
    [InlineData("/workflow-definitions?OrderBy=Colour", "request.invalid")]
    [InlineData("/workflow-definitions?OrderDirection=Sideways", "request.invalid")]
    [InlineData("/workflow-definitions?IsSystem=perhaps", "request.invalid")]
    [InlineData("/workflow-definitions/validation/is-name-unique", "request.invalid")]
    [InlineData("/workflow-definitions/validation/is-name-unique?name=%20", "definitions.name")]
    public async Task A_wrong_query_is_answered_with_what_was_expected(string path, string code)
    {
        var answer = await elsa.Administrator.GetAsync($"/elsa/api{path}");

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_definition_is_read_with_its_activities_and_their_node_ids()
    {
        var read = await elsa.GetAsync($"/workflow-definitions/by-definition-id/{Offboarding}?versionOptions=Latest&includeCompositeRoot=false");

        ((string)read["definitionId"]!, (int)read["version"]!, (bool)read["isLatest"]!).ShouldBe((Offboarding, 1, true));
        var root = read["root"]!.AsObject();
        var first = root["activities"]!.AsArray()[0]!;
        ((string)root["nodeId"]!).ShouldBe($"Workflow1:{root["id"]}");
        ((string)first["nodeId"]!).ShouldBe($"Workflow1:{root["id"]}:{first["id"]}");
        first["metadata"]!["designer"]!["position"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_version_is_read_by_its_id_and_by_its_number()
    {
        var latest = await elsa.GetAsync($"/workflow-definitions/{Offboarding}");
        var id = (string)latest["id"]!;

        JsonNode.DeepEquals(await elsa.GetAsync($"/workflow-definitions/by-id/{id}"), latest).ShouldBeTrue();
        JsonNode.DeepEquals(await elsa.GetAsync($"/workflow-definitions/{Offboarding}?versionOptions=1"), latest).ShouldBeTrue();
        (await elsa.GetAsync($"/workflow-definitions/many-by-id?ids={id}&ids=unknown"))["items"]!.AsArray().Count.ShouldBe(1);
        (await elsa.GetAsync($"/workflow-definitions/{Offboarding}/versions"))["items"]!.AsArray().Count.ShouldBe(1);
        await (await elsa.Administrator.GetAsync("/elsa/api/workflow-definitions/by-id/unknown")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.version-unknown");
        await (await elsa.Administrator.GetAsync($"/elsa/api/workflow-definitions/{Offboarding}?versionOptions=9")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.unknown");
    }

    [Fact]
    public async Task A_client_that_has_a_definition_already_is_not_sent_it_again()
    {
        var first = await elsa.Administrator.GetAsync($"/elsa/api/workflow-definitions/{Offboarding}");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/elsa/api/workflow-definitions/{Offboarding}");
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));

        var second = await elsa.Administrator.SendAsync(again);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Definitions_are_counted_and_their_names_compared()
    {
        var latest = await elsa.GetAsync("/workflow-definitions?versionOptions=Latest");

        ((int)(await elsa.GetAsync("/workflow-definitions/query/count"))["count"]!).ShouldBe((int)latest["totalCount"]!);
        ((bool)(await elsa.GetAsync("/workflow-definitions/validation/is-name-unique?name=Workflow%201"))["isUnique"]!).ShouldBeTrue();
        ((bool)(await elsa.GetAsync("/workflow-definitions/validation/is-name-unique?name=标准离职流程"))["isUnique"]!).ShouldBeFalse();
        ((bool)(await elsa.GetAsync($"/workflow-definitions/validation/is-name-unique?name=标准离职流程&definitionId={Offboarding}"))["isUnique"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_GET_may_say_that_it_is_JSON_without_a_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/elsa/api/workflow-definitions") { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        (await elsa.Administrator.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Definitions_are_for_people_who_may_see_them()
    {
        await (await elsa.Server.Client().GetAsync("/elsa/api/workflow-definitions")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.required");
        var employee = await elsa.Server.SignInAsync("zhang.wei");
        await (await employee.GetAsync("/elsa/api/workflow-definitions")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
    }

    [Fact]
    public async Task Who_may_only_look_is_shown_definitions_that_cannot_be_changed()
    {
        var read = await ElsaServer.JsonAsync(await elsa.Reader.GetAsync($"/elsa/api/workflow-definitions/{Offboarding}"));

        ((bool)read["isReadonly"]!).ShouldBeTrue();
        read["links"]!.AsArray().ShouldAllBe(l => (string)l!["method"]! == "GET");
    }
}
