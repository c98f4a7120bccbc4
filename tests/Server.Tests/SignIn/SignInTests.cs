using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.SignIn;

public sealed class SignInTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_person_of_the_demo_signs_in_and_is_known(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var client = await server.SignInAsync("Liu.Yang");

        var me = await client.GetFromJsonAsync<JsonObject>("/api/me");

        me!["personId"]!.GetValue<Guid>().ShouldBe(DemoIds.Of("liu.yang"));
        me["name"]!.GetValue<string>().ShouldBe("刘洋");
        me["roles"]!.AsArray().Select(r => r!.GetValue<string>()).ShouldBe(["Employee", "HrSpecialist"]);
    }
}
