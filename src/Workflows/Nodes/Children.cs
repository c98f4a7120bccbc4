using System.Security.Cryptography;
using System.Text;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows.Nodes;

/// <summary>What the activities that start other workflows have in common.</summary>
/// <remarks>A child starts in a transaction of its own, after the commit of its parent; what became of it comes back to the parent's bookmark as a delivery that commits with the child's run.</remarks>
internal static class Children
{
    public const string OutputKey = "Output";
    private const string ChildKey = "ChildInstanceId";
    private const string EndsWithParentKey = "EndsWithParent";

    /// <summary>The published definition that the activity names. Without one the activity faults.</summary>
    public static async ValueTask<StoredDefinition?> FindAsync(Visit visit)
    {
        var id = await visit.TextAsync("workflowDefinitionId") ?? "";
        var definitions = visit.Run.Surroundings.Services.GetRequiredService<IDefinitionStore>();
        if (await definitions.FindAsync(visit.Run.Instance.TenantId, id, null, visit.Run.Cancellation) is { } found) return found;
        await visit.FaultAsync("children.definition-unknown", $"Expected a published definition '{id}' to start, but there is none.");
        return null;
    }

    /// <summary>The inputs that the activity gives to each child.</summary>
    public static async ValueTask<Dictionary<string, object?>> InputAsync(Visit visit) =>
        await visit.InputAsync("input", "Object") as Dictionary<string, object?> ?? [];

    /// <summary>Starts a child that nobody waits for.</summary>
    public static void Start(Visit visit, StoredDefinition definition, Dictionary<string, object?> input, string? correlationId) =>
        Start(visit, definition, input, correlationId, IdOf(visit.Run.NextBookmarkId()), null);

    /// <summary>Starts a child and waits to be told what became of it.</summary>
    public static void StartAndWait(Visit visit, StoredDefinition definition, Dictionary<string, object?> input, string? correlationId, bool whenItRests = false, int number = 0)
    {
        var bookmark = visit.Run.NextBookmarkId();
        var child = new Dictionary<string, object?> { [ChildKey] = IdOf(bookmark) };
        visit.Run.AddBookmark(visit.Execution, bookmark, visit.Node.Type, new Dictionary<string, object?>(child) { ["Number"] = number, [EndsWithParentKey] = !whenItRests }, null, child);
        Start(visit, definition, input, correlationId, IdOf(bookmark), new ReportTo(bookmark, whenItRests));
    }

    /// <summary>Nobody waits at the bookmark any more: a child that ran for it alone is cancelled. One that its parent does not wait for goes on.</summary>
    public static void Abandon(Run run, Bookmark bookmark)
    {
        if (bookmark.Payload is not Dictionary<string, object?> payload || payload.GetValueOrDefault(EndsWithParentKey) is not true) return;
        run.Deliver(new CancelCommand((string)payload[ChildKey]!, $"Instance {run.Instance.Id} does not wait for it any more.") { Actor = run.Actor });
    }

    private static void Start(Visit visit, StoredDefinition definition, Dictionary<string, object?> input, string? correlationId, string id, ReportTo? reportTo)
    {
        var parent = visit.Run.Instance;
        visit.Run.Deliver(new StartCommand(definition.DefinitionId)
        {
            InstanceId = id,
            // The version that was found is the one that starts, whatever is published in between.
            Version = definition.Version,
            TenantId = parent.TenantId,
            Actor = parent.Initiator,
            Input = new Dictionary<string, object?>(input) { ["ParentInstanceId"] = parent.Id },
            CorrelationId = string.IsNullOrEmpty(correlationId) ? null : correlationId,
            ParentInstanceId = parent.Id,
            ReportTo = reportTo,
        });
    }

    // Derived, so that a repeated attempt gives the same id; hashed, so that it does not grow with the depth of the family.
    private static string IdOf(string bookmarkId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(bookmarkId)))[..32];
}

/// <summary>Elsa.ExecuteWorkflow: runs another workflow, up to its end or, without waiting for that, up to where it rests.</summary>
internal sealed class ExecuteWorkflow : CoreNode
{
    public override IReadOnlyList<string> OutputsOf(Node node) => ["Result"];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (await Children.FindAsync(visit) is not { } definition) return;
        var waits = await visit.FlagAsync("waitForCompletion");
        Children.StartAndWait(visit, definition, await Children.InputAsync(visit), await visit.TextAsync("correlationId"), whenItRests: !waits);
    }

    internal override ValueTask ResumeAsync(Visit visit, Resumption resumption)
    {
        visit.SetOutput("result", new Dictionary<string, object?>(resumption.Input));
        return visit.CompleteAsync();
    }
}

/// <summary>Elsa.DispatchWorkflow: starts another workflow in the background; when it waits for it, the child's outputs are the output <c>result</c>.</summary>
internal sealed class DispatchWorkflow : CoreNode
{
    public override IReadOnlyList<string> OutputsOf(Node node) => ["Result"];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (await Children.FindAsync(visit) is not { } definition) return;
        var (input, correlation) = (await Children.InputAsync(visit), await visit.TextAsync("correlationId"));
        if (await visit.FlagAsync("waitForCompletion"))
        {
            Children.StartAndWait(visit, definition, input, correlation);
            return;
        }

        Children.Start(visit, definition, input, correlation);
        await visit.CompleteAsync();
    }

    internal override ValueTask ResumeAsync(Visit visit, Resumption resumption)
    {
        visit.SetOutput("result", resumption.Input.GetValueOrDefault(Children.OutputKey));
        return visit.CompleteAsync();
    }
}
