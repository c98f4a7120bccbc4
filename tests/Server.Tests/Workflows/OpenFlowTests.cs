using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Workflows.Editing;
using HrBpm.Server.Tests.Workflows.ElsaApi;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>People who have one definition open are told about each other, within their company.</summary>
public sealed class OpenFlowTests(ElsaServers servers) : IClassFixture<ElsaServers>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Each_hears_who_else_has_it_open_edits_and_saves_it(TestDatabase database)
    {
        var elsa = await servers.OnAsync(database);
        var id = ElsaServer.NewId("together");
        await elsa.SaveAsync(ElsaServer.Flow(id, "one"));
        await using var reader = await ConnectAsync(elsa, "liu.yang");
        var news = new SemaphoreSlim(0);
        reader.On(OpenFlowsHub.Changed, () => news.Release());
        await reader.InvokeAsync("OpenAsync", id);
        await using (var editor = await ConnectAsync(elsa, "xu.nuo"))
        {
            await editor.InvokeAsync("OpenAsync", id);
            await editor.InvokeAsync("EditAsync", true);
            (await UntilAsync(elsa, id, news, told => Say(told) == "刘洋 False, 许诺 True"))["savedBy"]!["name"]!.ToString().ShouldBe("许诺");

            var before = (string)(await ToldAsync(elsa, id))["tag"]!;
            await elsa.SaveAsync(ElsaServer.Flow(id, "two"));
            await UntilAsync(elsa, id, news, told => (string)told["tag"]! != before);
        }

        await UntilAsync(elsa, id, news, told => Say(told) == "刘洋 False");
    }

    [Fact]
    public async Task What_another_company_has_cannot_be_opened_and_a_reader_cannot_edit()
    {
        var elsa = await servers.OnAsync(TestDatabase.Sqlite);
        var id = ElsaServer.NewId("theirs");
        await elsa.SaveAsync(ElsaServer.Flow(id));
        await using var school = await ConnectAsync(elsa, "kang.ning");
        await using var reader = await ConnectAsync(elsa, "liu.yang");

        var foreign = await Should.ThrowAsync<HubException>(() => school.InvokeAsync("OpenAsync", id));
        var unknown = await Should.ThrowAsync<HubException>(() => school.InvokeAsync("OpenAsync", "nothing"));
        foreign.Message.ShouldBe(unknown.Message);
        await (await elsa.OtherCompany.GetAsync($"/api/definitions/{id}/open")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "definitions.unknown");
        await reader.InvokeAsync("OpenAsync", id);
        await Should.ThrowAsync<HubException>(() => reader.InvokeAsync("EditAsync", true));
        (await Should.ThrowAsync<HttpRequestException>(() => ConnectAsync(elsa, "zhang.wei"))).Message.ShouldContain("403");
    }

    private static string Say(JsonObject told) => string.Join(", ", told["people"]!.AsArray().Select(person => $"{person!["name"]} {(bool)person["isEditing"]!}"));

    private static async Task<JsonObject> ToldAsync(ElsaServer elsa, string id) => await ElsaServer.JsonAsync(await elsa.Reader.GetAsync($"/api/definitions/{id}/open"));

    // Each change is told; that it is told is what is waited for.
    private static async Task<JsonObject> UntilAsync(ElsaServer elsa, string id, SemaphoreSlim news, Func<JsonObject, bool> isThere)
    {
        for (var told = await ToldAsync(elsa, id); ; told = await ToldAsync(elsa, id))
        {
            if (isThere(told)) return told;
            (await news.WaitAsync(Patience)).ShouldBeTrue($"nothing was told any more; the last was {told.ToJsonString()}");
        }
    }

    private static async Task<HubConnection> ConnectAsync(ElsaServer elsa, string person)
    {
        var cookies = new CookieContainer();
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = elsa.Server.Address };
        (await client.PostAsJsonAsync("/api/sign-in", new { userName = person, password = HrBpmServer.Password })).EnsureSuccessStatusCode();
        var hub = new HubConnectionBuilder().WithUrl(new Uri(elsa.Server.Address, OpenFlowsHub.Path), o => (o.Transports, o.Cookies) = (HttpTransportType.WebSockets, cookies)).Build();
        await hub.StartAsync();
        return hub;
    }
}
