using System.Collections.Concurrent;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>The world outside, as a test directs it.</summary>
internal sealed class OutsideWorld
{
    private readonly ConcurrentQueue<Func<ActivityContext, CancellationToken, Task<ActivityResult>>> answers = new();

    /// <summary>Idempotency keys of the calls that came, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>How many calls are going on.</summary>
    public int Underway => underway;

    /// <summary>Most calls that were going on at the same time.</summary>
    public int MostUnderway => mostUnderway;

    private int underway;
    private int mostUnderway;

    /// <summary>What the next call that has no answer yet gets. Without any, a call succeeds.</summary>
    public void Next(Func<ActivityContext, CancellationToken, Task<ActivityResult>> answer) => answers.Enqueue(answer);

    /// <summary>The next calls break down.</summary>
    public void BreakDown(int times)
    {
        for (var i = 0; i < times; i++) Next((_, _) => throw new IOException("the line is dead"));
    }

    /// <summary>The next call waits for its answer.</summary>
    /// <returns>Ends when the call has come; and where to put the answer.</returns>
    public (Task Called, TaskCompletionSource<ActivityResult> Answer) Hold()
    {
        var called = new TaskCompletionSource();
        var answer = new TaskCompletionSource<ActivityResult>();
        Next((_, ct) =>
        {
            called.SetResult();
            return answer.Task.WaitAsync(ct);
        });
        return (called.Task, answer);
    }

    internal async Task<ActivityResult> AnswerAsync(ActivityContext context, Func<ActivityResult> success, CancellationToken ct)
    {
        Calls.Enqueue(context.IdempotencyKey);
        var now = Interlocked.Increment(ref underway);
        InterlockedMax(ref mostUnderway, now);
        try
        {
            return answers.TryDequeue(out var answer) ? await answer(context, ct) : success();
        }
        finally
        {
            Interlocked.Decrement(ref underway);
        }
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = place; value > seen && Interlocked.CompareExchange(ref place, value, seen) != seen; seen = place) { }
    }
}

[Activity("Test.Call", "外部调用")]
[RunsOutside(MaxAttempts = 3, FirstRetrySeconds = 10, LeaseSeconds = 60)]
internal sealed class CallOutside(OutsideWorld world) : Activity
{
    [Input("说什么")]
    public string What { get; init; } = "";

    [Output("回答")]
    public string Answer { get; private set; } = "";

    public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct) => world.AnswerAsync(context, () =>
    {
        Answer = $"heard {What}";
        return Done();
    }, ct);
}

/// <summary>Writes a domain row in the run's transaction.</summary>
[Activity("Test.Write", "写一行")]
internal sealed class WriteRow(AppDbContext db) : Activity
{
    [Input("内容")]
    public string Text { get; init; } = "";

    public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        db.ConnectorCalls.Add(new ConnectorCallRow
        {
            CompanyId = Guid.Parse(context.TenantId), InstanceId = context.InstanceId, JobId = "", Attempt = 0, Number = 0,
            System = "Test", Action = "write", RequestLine = Text, StartedUtc = context.NowUtc, TookMilliseconds = 0,
        });
        return Task.FromResult(Done());
    }
}

/// <summary>Asks for a job that nothing waits for.</summary>
[Activity("Test.Notify", "后台通知")]
internal sealed class NotifyInBackground : Activity
{
    public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        context.RunInBackground("Test.Call", new Dictionary<string, object?> { ["what"] = "psst" });
        return Task.FromResult(Done());
    }
}
