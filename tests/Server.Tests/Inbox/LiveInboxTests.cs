using System.Net;
using System.Net.Http.Json;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.Live;
using HrBpm.Server.Features.Workflows.Editing;
using HrBpm.Server.Features.Workflows.ElsaApi.Live;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>Pages are told when something of their reader has committed.</summary>
public sealed class LiveInboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Those_whom_a_decision_concerns_are_told_and_nobody_else_whichever_server_did_it(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        // Any number of servers share one PostgreSQL.
        await using var second = database == TestDatabase.Postgres ? await HrBpmServer.StartAsync(leave.Server.Database, new Dictionary<string, string?> { ["Workflows:DefinitionsFolder"] = "none" }) : null;
        var near = second ?? leave.Server;
        await using var next = await ListenAsync(near, "wang.qiang");
        await using var starter = await ListenAsync(near, "zhang.wei");
        await using var other = await ListenAsync(near, "sun.lei");

        await leave.ApproveAsync("li.na");

        await next.ToldAsync();
        await starter.ToldAsync();
        other.Times.ShouldBe(1, "what is told on connecting");
        near.Services.GetRequiredService<WatchedInboxes>().People().Order().ShouldBe(new[] { IdOf("wang.qiang"), IdOf("zhang.wei"), IdOf("sun.lei") }.Order());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_live_connection_ends_with_its_session_its_account_and_the_role_that_it_needs(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        await using var stays = await ListenAsync(server, "li.na");
        await using var leaves = await ListenAsync(server, "wang.qiang");
        await using var disabled = await ListenAsync(server, "zhang.wei");
        await using var designs = await ListenAsync(server, "sun.lei", OpenFlowsHub.Path);
        await using var observes = await ListenAsync(server, "sun.lei", WorkflowInstanceHub.Path);

        (await (await server.SignInAsync("wang.qiang")).PostAsync("/api/me/sign-out-everywhere", null)).EnsureSuccessStatusCode();
        await server.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<AppDbContext>();
            (await s.GetRequiredService<ISignInAccounts>().DisableAsync(IdOf("zhang.wei"), default)).ShouldBeNull();
            foreach (var grant in await db.RoleGrants.Where(g => g.PersonId == IdOf("sun.lei")).ToListAsync()) db.Remove(grant);
            return await db.SaveChangesAsync();
        });

        foreach (var over in (Listener[])[leaves, disabled, designs, observes]) await over.EndedAsync();
        stays.IsConnected.ShouldBeTrue("nothing was taken from this one");
    }

    [Fact]
    public async Task A_comment_is_told_and_nobody_gets_in_without_a_session()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        await using var reader = await ListenAsync(leave.Server, "li.na");

        (await (await leave.AsAsync("wang.qiang")).PostAsJsonAsync($"/api/flows/{leave.InstanceId}/comments", new { text = "请看附件" })).EnsureSuccessStatusCode();

        await reader.ToldAsync();
        await using var nobody = new HubConnectionBuilder().WithUrl(new Uri(leave.Server.Address, InboxHub.Path), o => o.Transports = HttpTransportType.LongPolling).Build();
        (await Should.ThrowAsync<HttpRequestException>(() => nobody.StartAsync())).Message.ShouldContain("401");
    }

    private static async Task<Listener> ListenAsync(HrBpmServer server, string person, string path = InboxHub.Path)
    {
        var cookies = new CookieContainer();
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = server.Address };
        (await client.PostAsJsonAsync("/api/sign-in", new { userName = person, password = HrBpmServer.Password })).EnsureSuccessStatusCode();
        var listener = new Listener(new HubConnectionBuilder().WithUrl(new Uri(server.Address, path), o => (o.Transports, o.Cookies) = (HttpTransportType.WebSockets, cookies)).Build());
        await listener.StartAsync(isTold: path == InboxHub.Path);
        return listener;
    }

    private sealed class Listener(HubConnection hub) : IAsyncDisposable
    {
        private readonly SemaphoreSlim told = new(0);
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsConnected => hub.State == HubConnectionState.Connected;

        public int Times { get; private set; }

        /// <summary>Connects, and waits for what is told then, where anything is.</summary>
        public async Task StartAsync(bool isTold)
        {
            hub.Closed += _ =>
            {
                ended.TrySetResult();
                return Task.CompletedTask;
            };
            hub.On(InboxHub.Changed, () =>
            {
                Times++;
                told.Release();
            });
            await hub.StartAsync();
            if (isTold) await ToldAsync();
        }

        public Task EndedAsync() => ended.Task.WaitAsync(Patience);

        public async Task ToldAsync() => (await told.WaitAsync(Patience)).ShouldBeTrue("Expected to be told of a change, but nothing came.");

        public async ValueTask DisposeAsync()
        {
            await hub.DisposeAsync();
            told.Dispose();
        }
    }
}
