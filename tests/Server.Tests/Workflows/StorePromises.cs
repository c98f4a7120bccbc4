using HrBpm.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>What every store of instances promises. One suite, run on each of them.</summary>
public abstract class StorePromises
{
    private const string Waits = "waits";
    private const string Crowd = "crowd";
    private const int CrowdSize = 200;

    internal abstract Task<IKeptWorkflows> OpenAsync();

    [Fact]
    public async Task An_instance_reads_back_as_it_was_committed()
    {
        await using var kept = await OpenAsync();
        var id = await StartAsync(kept, Waits);

        var read = await kept.ReadAsync(id);

        read.Version.ShouldBe(1);
        read.TenantId.ShouldBe(WorkflowServer.Company.ToString("D"));
        read.SubStatus.ShouldBe(InstanceSubStatus.Suspended);
        read.Input["when"].ShouldBe(new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc));
        read.Input["name"].ShouldBe("张伟");
        InstanceJson.Write(InstanceJson.Read(InstanceJson.Write(read))).ShouldBe(InstanceJson.Write(read));
    }

    [Fact]
    public async Task What_does_not_exist_reads_as_null()
    {
        await using var kept = await OpenAsync();
        await using var scope = kept.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IWorkflowStore>();

        await store.BeginAsync(CancellationToken.None);
        (await store.LoadAsync("nobody", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_bookmark_resumes_its_instance_once_and_what_is_no_bookmark_resumes_nothing()
    {
        await using var kept = await OpenAsync();
        var id = await StartAsync(kept, Waits);
        var bookmark = (await kept.ReadAsync(id)).Bookmarks.Keys.Single();

        (await kept.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None)).ShouldBeNull();

        foreach (var nothing in new[] { bookmark, "nothing", "", $"{id}-", $"{id}-0b2", $"-{bookmark}" })
            (await kept.Runtime.ResumeAsync(new ResumeCommand(nothing), CancellationToken.None)).ShouldNotBeNull(nothing).Code.ShouldBe("workflows.bookmark-used");
    }

    [Fact]
    public async Task Starting_ten_times_at_once_with_one_id_starts_once()
    {
        await using var kept = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => StartAsync(kept, Waits, "the-one"))));

        (await kept.ReadAsync("the-one")).Version.ShouldBe(1);
        (await kept.HistoryAsync("the-one")).OfType<InstanceStarted>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task One_bookmark_resumed_by_eight_at_once_is_resumed_once()
    {
        await using var kept = await OpenAsync();
        var id = await StartAsync(kept, Waits);
        var bookmark = (await kept.ReadAsync(id)).Bookmarks.Keys.Single();

        var refusals = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            Task.Run(() => kept.Runtime.ResumeAsync(new ResumeCommand(bookmark) { Actor = $"person {n}" }, CancellationToken.None))));

        refusals.Count(r => r is null).ShouldBe(1);
        refusals.OfType<Refusal>().ShouldAllBe(r => r.Code == "workflows.bookmark-used");
        (await kept.HistoryAsync(id)).OfType<BookmarkRemoved>().Count(b => b.BookmarkId == bookmark).ShouldBe(1);
    }

    [Fact]
    public async Task Elsa_7223_two_hundred_resumes_of_one_instance_at_once_all_arrive()
    {
        await using var kept = await OpenAsync();
        var id = await StartAsync(kept, Crowd);
        var bookmarks = (await kept.ReadAsync(id)).Bookmarks.Keys.ToList();
        bookmarks.Count.ShouldBe(CrowdSize);

        var refusals = await Task.WhenAll(bookmarks.Select(b => Task.Run(() => kept.Runtime.ResumeAsync(new ResumeCommand(b), CancellationToken.None))));

        refusals.ShouldAllBe(r => r == null);
        var after = await kept.ReadAsync(id);
        after.SubStatus.ShouldBe(InstanceSubStatus.Finished);
        after.Bookmarks.ShouldBeEmpty();
        after.Version.ShouldBe(CrowdSize + 1);
    }

    [Fact]
    public async Task Of_a_resume_and_a_cancellation_at_once_each_finds_a_sound_instance()
    {
        await using var kept = await OpenAsync();
        for (var round = 0; round < 10; round++)
        {
            var id = await StartAsync(kept, Waits);
            var bookmark = (await kept.ReadAsync(id)).Bookmarks.Keys.Single();

            var resume = Task.Run(() => kept.Runtime.ResumeAsync(new ResumeCommand(bookmark), CancellationToken.None));
            var cancel = Task.Run(() => kept.Runtime.CancelAsync(id, "operator", "no longer wanted", CancellationToken.None));
            var (resumed, cancelled) = (await resume is null, await cancel is null);

            (resumed ^ cancelled).ShouldBeTrue($"resumed: {resumed}, cancelled: {cancelled}");
            var after = await kept.ReadAsync(id);
            after.SubStatus.ShouldBe(resumed ? InstanceSubStatus.Finished : InstanceSubStatus.Cancelled);
            after.Bookmarks.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_refusal_before_the_run_changes_nothing()
    {
        await using var kept = await OpenAsync();
        var id = await StartAsync(kept, Waits);
        var before = await kept.ReadAsync(id);
        var no = new Refusal("test.no", "Expected nothing, and got it.");

        var refusal = await kept.Runtime.ResumeAsync(new ResumeCommand(before.Bookmarks.Keys.Single()), CancellationToken.None, (_, _) => Task.FromResult<Refusal?>(no));

        refusal.ShouldBe(no);
        var after = await kept.ReadAsync(id);
        after.Version.ShouldBe(before.Version);
        InstanceJson.Write(after).ShouldBe(InstanceJson.Write(before));
    }

    [Fact]
    public async Task Replaying_the_stored_events_gives_the_stored_instance()
    {
        await using var kept = await OpenAsync();
        var id = await StartAsync(kept, Crowd);
        foreach (var bookmark in (await kept.ReadAsync(id)).Bookmarks.Keys.Take(20)) await kept.Runtime.ResumeAsync(new ResumeCommand(bookmark) { Actor = "somebody" }, CancellationToken.None);
        await kept.Runtime.CancelAsync(id, "operator", "enough", CancellationToken.None);

        var replayed = Instance.Replay(await kept.HistoryAsync(id));

        InstanceJson.Write(replayed).ShouldBe(InstanceJson.Write(await kept.ReadAsync(id)));
    }

    internal static readonly string[] Definitions =
    [
        TestFlow.Sequence(Waits, TestFlow.Event("papers"), TestFlow.Line("said", "done")),
        TestFlow.Parallel(Crowd, [.. Enumerable.Range(0, CrowdSize).Select(n => TestFlow.Event($"e{n}"))]),
    ];

    private static async Task<string> StartAsync(IKeptWorkflows kept, string definition, string? id = null)
    {
        var input = new Dictionary<string, object?> { ["when"] = new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc), ["name"] = "张伟" };
        var result = await kept.Runtime.StartAsync(new StartCommand(definition) { TenantId = WorkflowServer.Company.ToString("D"), Actor = "starter", InstanceId = id, Input = input }, CancellationToken.None);
        result.Refusal.ShouldBeNull();
        return result.InstanceId;
    }
}

/// <summary>A store under test, behind a runtime.</summary>
internal interface IKeptWorkflows : IAsyncDisposable
{
    IServiceProvider Services { get; }

    WorkflowRuntime Runtime { get; }

    Task<Instance> ReadAsync(string instanceId);

    Task<List<InstanceEvent>> HistoryAsync(string instanceId);
}
