using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Tests;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>Lists are narrowed and put in order, and a person finds the same view again.</summary>
public sealed class InboxViewTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_list_is_narrowed_and_the_view_is_there_again_for_its_person_alone(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        await leave.StartFlowAsync("chen.chen");
        var (li, other) = (await leave.Server.SignInAsync("li.na"), await leave.Server.SignInAsync("wang.qiang"));

        var all = await JsonAsync(li, "/api/tasks?choices=true");
        ((int)all["total"]!).ShouldBe(2);
        var flow = all["flows"]!.AsArray().ShouldHaveSingleItem()!["id"]!.ToString();
        ((int)(await JsonAsync(li, $"/api/tasks?definition={flow}"))["total"]!, (int)(await JsonAsync(li, "/api/tasks?definition=none"))["total"]!).ShouldBe((2, 0));
        ((int)(await JsonAsync(li, "/api/tasks?overdue=true"))["total"]!, (int)(await JsonAsync(li, $"/api/tasks?concerning={Guid.NewGuid()}"))["total"]!).ShouldBe((0, 0));
        Ids(await JsonAsync(li, "/api/tasks?order=newest")).ShouldBe(Ids(await JsonAsync(li, "/api/tasks?order=oldest")).Reverse());
        await (await li.GetAsync("/api/tasks?order=loudest")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.order.invalid");

        var id = Guid.CreateVersion7();
        var view = new { id, name = "请假", list = "todo", definitionId = flow, isOverdue = true, order = "newest" };
        for (var again = 0; again < 2; again++) (await li.PostAsJsonAsync("/api/inbox-views", view)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var kept = JsonNode.Parse(await li.GetStringAsync("/api/inbox-views"))!.AsArray().ShouldHaveSingleItem()!;
        ($"{kept["name"]} {kept["list"]} {kept["order"]}", (string?)kept["definitionId"], (bool)kept["isOverdue"]!).ShouldBe(("请假 todo newest", flow, true));

        await (await li.PostAsJsonAsync("/api/inbox-views", new { id = Guid.NewGuid(), view.name, view.list })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "inbox-views.name");
        await (await other.PostAsJsonAsync("/api/inbox-views", view)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "inbox-views.id");
        (await other.GetStringAsync("/api/inbox-views")).ShouldBe("[]");
        await (await other.DeleteAsync($"/api/inbox-views/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "inbox-views.unknown");
        (await li.DeleteAsync($"/api/inbox-views/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static async Task<JsonObject> JsonAsync(HttpClient person, string path) => JsonNode.Parse(await person.GetStringAsync(path))!.AsObject();

    private static IEnumerable<string> Ids(JsonObject list) => [.. list["items"]!.AsArray().Select(item => item!["id"]!.ToString())];
}
