using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Workflows.ElsaApi;

/// <summary>What designers offer.</summary>
public sealed class DescriptorTests(SqliteRunServer elsa) : IClassFixture<SqliteRunServer>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await elsa.ReadyAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Activity_descriptors_have_the_members_that_Elsa_clients_know()
    {
        var descriptors = await elsa.GetAsync("/descriptors/activities?Refresh=True");

        descriptors.Members().ShouldBe(["items", "count"]);
        var items = descriptors["items"]!.AsArray();
        ((int)descriptors["count"]!).ShouldBe(items.Count);
        foreach (var item in items)
            item.Members().ShouldBe(["typeName", "clrType", "namespace", "name", "version", "category", "displayName", "description", "inputs", "outputs", "kind", "runAsynchronously", "ports",
                "customProperties", "constructionProperties", "isContainer", "isBrowsable", "isStart", "isTerminal"]);
        string[] optional = ["category", "defaultValue", "defaultSyntax", "description"];
        foreach (var input in items.SelectMany(i => i!["inputs"]!.AsArray()))
            input.Members().Except(optional).ShouldBe(["isWrapped", "uiHint", "isReadOnly", "isSensitive", "autoEvaluate", "uiSpecifications", "name", "typeName", "displayName", "order", "isBrowsable", "isSerializable", "isSynthetic"]);
        foreach (var output in items.SelectMany(i => i!["outputs"]!.AsArray()))
            output.Members().Except(optional).ShouldBe(["name", "typeName", "displayName", "order", "isBrowsable", "isSerializable", "isSynthetic"]);
        foreach (var port in items.SelectMany(i => i!["ports"]!.AsArray())) port.Members().ShouldBe(["name", "displayName", "type", "isBrowsable"]);
    }

    [Fact]
    public async Task Core_nodes_are_described_for_designers()
    {
        var types = await TypesAsync();

        Ports(types["Elsa.FlowDecision"]).ShouldBe(["True Flow", "False Flow"]);
        Ports(types["Elsa.If"]).ShouldBe(["Then Embedded", "Else Embedded"]);
        ((string?)Input(types["Elsa.RunJavaScript"], "Script")["defaultSyntax"]).ShouldBe("JavaScript");
        ((string?)Input(types["Elsa.RunJavaScript"], "Script")["uiSpecifications"]!["code-editor"]!["language"]).ShouldBe("javascript");
        Input(types["Elsa.FlowJoin"], "Mode")["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray().Select(i => (string?)i!["value"]).ShouldBe(["WaitAll", "WaitAllActive", "WaitAny"]);
        ((bool)Input(types["Elsa.FlowSwitch"], "Cases")["isWrapped"]!, (string?)Input(types["Elsa.FlowSwitch"], "Cases")["uiHint"]).ShouldBe((false, "flow-switch-editor"));
        ((string?)types["Elsa.Event"]["kind"], (bool)types["Elsa.Start"]["isStart"]!, (bool)types["Elsa.End"]["isTerminal"]!).ShouldBe(("Trigger", true, true));
        ((bool)types["Elsa.Flowchart"]["isContainer"]!, (bool)types["Elsa.Flowchart"]["isBrowsable"]!).ShouldBe((true, false));
    }

    [Fact]
    public async Task Activities_of_the_product_are_described_by_their_attributes()
    {
        var types = await TypesAsync();

        var approval = types["HrBpm.Approval"];
        ((string?)approval["displayName"], (string?)approval["category"], (string?)approval["kind"]).ShouldBe(("审批", "人工", "Action"));
        Ports(approval).ShouldContain("Approved Flow");
        ((string?)types["HrBpm.Mail.Send"]["kind"], (bool)types["HrBpm.Mail.Send"]["runAsynchronously"]!).ShouldBe(("Job", true));
    }

    [Fact]
    public async Task Nothing_of_the_product_is_left_in_Chinese_for_those_who_read_English()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/elsa/api/descriptors/activities");
        request.Headers.AcceptLanguage.ParseAdd("en");

        var items = (await RunServer.JsonAsync(await elsa.Reader.SendAsync(request)))["items"]!.AsArray();

        var ours = items.Where(i => ((string)i!["typeName"]!).Split('.')[0] is "Elsa" or "HrBpm").ToList();
        ours.Count.ShouldBeGreaterThan(60);
        ours.Where(i => i!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Any(letter => letter >= '\u4e00')).Select(i => (string?)i!["typeName"]).ShouldBeEmpty();
        ours.Where(i => (string?)i!["description"] is null or "").Select(i => (string?)i!["typeName"]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9", "Event", "en")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "等待事件", "zh-CN")]
    [InlineData("fr, en;q=0.1", "Event", "en")]
    [InlineData("*", "等待事件", "zh-CN")]
    public async Task Texts_are_in_the_language_that_the_client_prefers(string accepted, string name, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/elsa/api/descriptors/activities");
        request.Headers.AcceptLanguage.ParseAdd(accepted);

        var answer = await elsa.Reader.SendAsync(request);

        answer.Content.Headers.ContentLanguage.ShouldBe([language]);
        var items = (await RunServer.JsonAsync(answer))["items"]!.AsArray();
        ((string?)items.Single(i => (string?)i!["typeName"] == "Elsa.Event")!["displayName"]).ShouldBe(name);
    }

    [Fact]
    public async Task A_client_that_has_the_descriptors_is_not_sent_them_again_and_others_get_them_compressed()
    {
        using var first = new HttpRequestMessage(HttpMethod.Get, "/elsa/api/descriptors/activities");
        first.Headers.AcceptEncoding.ParseAdd("gzip");
        var packed = await elsa.Reader.SendAsync(first);
        var plain = await (await elsa.Reader.GetAsync("/elsa/api/descriptors/activities")).Content.ReadAsByteArrayAsync();
        using var second = new HttpRequestMessage(HttpMethod.Get, "/elsa/api/descriptors/activities");
        second.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(packed.Headers.ETag!.Tag));

        packed.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        (await packed.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(plain.Length / 5);
        (await elsa.Reader.SendAsync(second)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_published_definition_that_is_usable_as_an_activity_is_one()
    {
        var flow = JsonNode.Parse(RunServer.WaitingFlow("notify-team"))!.AsObject();
        (flow["name"], flow["options"]) = ("Notify the team", new JsonObject { ["usableAsActivity"] = true, ["activityCategory"] = "Team" });
        flow["inputs"] = new JsonArray(new JsonObject { ["name"] = "Message", ["type"] = "String", ["displayName"] = "What to say", ["uiHint"] = "multiline" });
        flow["outcomes"] = new JsonArray("Sent", "Failed");
        await elsa.Workflows.PublishAsync(flow.ToJsonString());

        var activity = (await TypesAsync())["NotifyTheTeam"];

        ((string?)activity["displayName"], (string?)activity["category"]).ShouldBe(("Notify the team", "Team"));
        ((string?)activity["constructionProperties"]!["WorkflowDefinitionId"], (string?)activity["customProperties"]!["RootType"]).ShouldBe(("notify-team", "WorkflowDefinitionActivity"));
        ((string?)Input(activity, "Message")["uiHint"], (string?)Input(activity, "Message")["displayName"]).ShouldBe(("multiline", "What to say"));
        Ports(activity).ShouldBe(["Sent Flow", "Failed Flow"]);
    }

    [Theory]
    [InlineData("expression-descriptors", "type,displayName,isSerializable,isBrowsable,properties")]
    [InlineData("workflow-activation-strategies", "displayName,description,typeName")]
    [InlineData("incident-strategies", "displayName,description,typeName")]
    [InlineData("log-persistence-strategies", "displayName,description,typeName")]
    [InlineData("storage-drivers", "typeName,displayName,priority,deprecated")]
    [InlineData("commit-strategies/workflows", "name,displayName,description")]
    [InlineData("variables", "typeName,displayName,category")]
    public async Task Settings_have_the_members_that_Elsa_clients_know(string path, string members)
    {
        var list = await elsa.GetAsync($"/descriptors/{path}", elsa.Reader);

        list["items"]!.AsArray().ShouldNotBeEmpty();
        foreach (var item in list["items"]!.AsArray()) item.Members().ShouldBe(members.Split(','));
        foreach (var name in list["items"]!.AsArray().Select(i => (string)i!["displayName"]!)) name.ShouldNotContain(".");
    }

    [Fact]
    public async Task What_can_be_chosen_for_an_input_is_asked_for_by_name()
    {
        var options = await elsa.PostAsync("/descriptors/activities/Elsa.FlowJoin/options/Mode", new { context = new { } });

        options["items"]!["dropdown"]!["selectList"]!["items"]!.AsArray().Count.ShouldBe(3);
        await (await elsa.Reader.PostAsync("/elsa/api/descriptors/activities/Elsa.Nothing/options/Mode", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "descriptors.type-unknown");
        await (await elsa.Reader.PostAsync("/elsa/api/descriptors/activities/Elsa.FlowJoin/options/Colour", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "descriptors.input-unknown");
    }

    [Fact]
    public async Task Features_and_version_tell_clients_what_there_is()
    {
        var features = (await elsa.GetAsync("/features/installed"))["items"]!.AsArray();

        foreach (var feature in features) feature.Members().ShouldBe(["name", "namespace", "fullName", "displayName", "description"]);
        ((string?)(await elsa.GetAsync("/features/installed/Elsa.Liquid"))["name"]).ShouldBe("Liquid");
        await (await elsa.Reader.GetAsync("/elsa/api/features/installed/Elsa.Secrets")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "features.unknown");
        ((string?)(await elsa.GetAsync("/package/version"))["packageVersion"]).ShouldBe("3.8.0");
    }

    [Fact]
    public async Task Descriptors_are_not_for_those_who_may_not_see_workflows()
    {
        var nobody = await elsa.Workflows.Server.SignInAsync("zhang.wei");

        (await nobody.GetAsync("/elsa/api/descriptors/activities")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<Dictionary<string, JsonNode>> TypesAsync() => (await elsa.GetAsync("/descriptors/activities"))["items"]!.AsArray().ToDictionary(i => (string)i!["typeName"]!, i => i!);

    private static JsonNode Input(JsonNode type, string name) => type["inputs"]!.AsArray().Single(i => (string?)i!["name"] == name)!;

    private static string[] Ports(JsonNode type) => [.. type["ports"]!.AsArray().Select(p => $"{p!["name"]} {p["type"]}")];
}
