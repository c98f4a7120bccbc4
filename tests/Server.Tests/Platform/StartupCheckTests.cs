using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Platform;

public sealed class StartupCheckTests
{
    [Fact]
    public async Task A_route_that_does_not_say_who_may_call_it_stops_the_start()
    {
        await using var app = Application();
        app.MapGet("/open-door", () => "come in");
        app.MapGet("/guarded", () => "hello").Needs(Permission.OrgRead);
        app.MapGet("/public", () => "hello").Anonymous("It says hello to everybody.");

        var refused = Should.Throw<InvalidOperationException>(() => app.CheckRoutes());

        refused.Message.ShouldContain("/open-door");
        refused.Message.ShouldNotContain("/guarded");
        refused.Message.ShouldNotContain("/public");
    }

    [Fact]
    public async Task Routes_that_all_say_it_may_start()
    {
        await using var app = Application();
        app.MapGet("/guarded", () => "hello").Needs(Permission.OrgRead);

        Should.NotThrow(() => app.CheckRoutes());
    }

    [Fact]
    public async Task Each_route_of_the_server_is_in_one_of_the_two_lists()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var endpoints = server.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).ToList();

        endpoints.Count.ShouldBeGreaterThan(5);
        endpoints.ShouldAllBe(e => e.Metadata.GetMetadata<NeedsPermission>() != null || e.Metadata.GetMetadata<AnonymousBecause>() != null);
    }

    private static WebApplication Application()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAuthorization();
        return builder.Build();
    }
}
