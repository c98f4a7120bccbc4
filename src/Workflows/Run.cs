using System.Globalization;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows;

/// <summary>One run of one instance: what nodes may do to it. Nothing here touches a clock or a database.</summary>
internal sealed class Run(Instance instance, Graph graph, RunSurroundings surroundings, string actor, DateTime nowUtc, CancellationToken ct)
{
    public Instance Instance => instance;

    public Graph Graph => graph;

    public RunSurroundings Surroundings => surroundings;

    public ExpressionEvaluator Evaluator => surroundings.Evaluator;

    public string Actor => actor;

    public DateTime NowUtc => nowUtc;

    public CancellationToken Cancellation => ct;

    /// <summary>An incident that ends the instance (Elsa's Fault strategy) came up in this run.</summary>
    public bool IsFatal { get; private set; }

    /// <summary>The activity that a person has answered by this run; null when time, a job or another instance goes on.</summary>
    public Node? Answered { get; set; }

    private int _newBookmarks;

    public string NextBookmarkId() => BookmarkId.Of(instance, ++_newBookmarks);

    /// <summary>Takes the head of the queue and begins its visit.</summary>
    public Visit Begin(ActivityScheduled work)
    {
        instance.Raise(new ActivityStarted(instance.ExecutionCount + 1, work.Node, work.Owner, nowUtc));
        return new Visit(this, instance.Executions[instance.ExecutionCount]);
    }

    /// <summary>Gives a container's variables their defaults.</summary>
    public void DeclareVariables(Visit visit)
    {
        foreach (var v in visit.Node.Variables.Where(v => !(instance.IsElsaCompatible && v.IsOfUnknownType)))
            instance.Raise(new VariableSet(visit.Execution.Id, v.Id, Values.Default(v.TypeName, v.IsArray, v.Default, out _)));
    }

    /// <summary>Ends a visit: cancels what runs below it, then tells its container.</summary>
    public async ValueTask CompleteAsync(Execution execution, IReadOnlyList<string> outcomes, bool isTerminal)
    {
        await CancelChildrenAsync(execution);
        DropBookmarks(execution);
        var node = graph.Nodes[execution.Node];
        var wasLeftBy = instance.Passed.GetValueOrDefault(execution.Node)?.Outcomes;
        instance.Raise(new ActivityCompleted(execution.Id, execution.Node, outcomes, nowUtc));
        CloseIncidents(execution);
        if (!instance.Executions.TryGetValue(execution.Owner, out var owner)) return;
        var container = new Visit(this, owner);
        try
        {
            if (execution.ComesBackTo is { } back && wasLeftBy is not null && wasLeftBy.SequenceEqual(outcomes)) container.Schedule(graph.Nodes[back]);
            else await container.Node.Handler.ChildCompletedAsync(container, new ChildEnd(node, execution.Tag, execution.IsBackward, outcomes, isTerminal));
        }
        catch (ExpressionException e)
        {
            await FaultAsync(owner, e.Code, e.Message);
        }
    }

    /// <summary>Ends a visit from outside, with everything below it.</summary>
    public async ValueTask CancelAsync(Execution execution)
    {
        await CancelChildrenAsync(execution);
        DropBookmarks(execution);
        var visit = new Visit(this, execution);
        await visit.Node.Handler.CanceledAsync(visit);
        instance.Raise(new ActivityCanceled(execution.Id, execution.Node, nowUtc));
        CloseIncidents(execution);
    }

    /// <summary>A visit cannot go on.</summary>
    public ValueTask FaultAsync(Execution execution, string code, string message, Node? at = null)
    {
        instance.Raise(new ActivityFaulted(execution.Id, execution.Node, nowUtc));
        RaiseIncident(execution, code, message, at);
        IsFatal |= !graph.ContinuesWithIncidents;
        return ValueTask.CompletedTask;
    }

    /// <summary>A visit waits for an operator; the instance is not ended by it.</summary>
    public void RaiseIncident(Execution execution, string code, string message, Node? at = null)
    {
        var node = at ?? graph.Nodes[execution.Node];
        var id = string.Create(CultureInfo.InvariantCulture, $"{instance.Id}-i{instance.Incidents.Count + 1}");
        instance.Raise(new IncidentRaised(id, execution.Id, node.Path, node.Type, code, message, nowUtc));
    }

    /// <summary>Lets a visit wait.</summary>
    /// <param name="execution">The visit.</param>
    /// <param name="id">Id of the bookmark.</param>
    /// <param name="name">What kind of thing is waited for.</param>
    /// <param name="payload">Data that comes back with the resumption.</param>
    /// <param name="dueUtc">When time resumes it.</param>
    /// <param name="identity">What tells the stimulus from others of its kind; the payload when absent.</param>
    public void AddBookmark(Execution execution, string id, string name, object? payload, DateTime? dueUtc, object? identity = null) =>
        instance.Raise(new BookmarkCreated(id, execution.Id, execution.Node, name, StimulusHash.Of(name, identity ?? payload), payload, dueUtc));

    public void RequestJob(Execution execution, string? bookmarkId, string activityType, IReadOnlyDictionary<string, object?> inputs)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{instance.Id}-j{instance.JobCount + 1}");
        var key = bookmarkId is null ? id : string.Create(CultureInfo.InvariantCulture, $"{instance.Id}-{execution.Id}");
        var secrets = SecretInputs.Of(surroundings.Catalog.Find(activityType), inputs, surroundings.Services.GetRequiredService<ISecretSeal>);
        instance.Raise(new JobRequested(id, bookmarkId, activityType, execution.Id, execution.Node, secrets.Shown, key, nowUtc) { Sealed = secrets.Sealed });
    }

    /// <summary>Asks for something to be done to other instances, or to this one in a later run; it commits with this run.</summary>
    public void Deliver(Command command) =>
        instance.Raise(new DeliveryRequested(string.Create(CultureInfo.InvariantCulture, $"{instance.Id}-d{instance.DeliveryCount + 1}"), instance.IsConfidential ? command with { IsConfidential = true } : command));

    /// <summary>Tells the parent, once, when it wants to know.</summary>
    public void TellParent()
    {
        if (instance.ReportTo is not { } parent || !parent.WantsToKnow(instance)) return;
        Deliver(new ResumeCommand(parent.BookmarkId) { Input = ChildReport.Of(instance) });
        instance.Raise(new ParentTold());
    }

    /// <summary>Keeps an output, and writes it where the definition captures it.</summary>
    public void SetActivityOutput(Execution execution, Node node, string name, object? value)
    {
        instance.Raise(new ActivityOutputSet(node.Path, name, value));
        if (!node.Captures.TryGetValue(name, out var target)) return;
        new VisitScope(this, execution).TrySetById(target, value);
        var declared = PartAround(execution)?.Handler.Definition?.Outputs ?? (IEnumerable<string>)graph.DeclaredOutputs;
        if (declared.Contains(target)) SetOutputAround(execution, target, value);
    }

    /// <summary>Sets an output of what the visit belongs to: the workflow, or the definition that is used as an activity.</summary>
    public void SetOutputAround(Execution execution, string name, object? value)
    {
        if (PartAround(execution) is { } part) SetActivityOutput(part.Execution, graph.Nodes[part.Execution.Node], PartNode.MemberOf(name), value);
        else instance.Raise(new WorkflowOutputSet(name, value));
    }

    /// <summary>The visit to the nearest definition used as an activity that the visit lies in; null when it lies in none.</summary>
    public (Execution Execution, PartNode Handler)? PartAround(Execution execution)
    {
        for (var at = instance.Executions.GetValueOrDefault(execution.Owner); at is not null; at = instance.Executions.GetValueOrDefault(at.Owner))
            if (graph.Nodes[at.Node].Handler is PartNode part) return (at, part);
        return null;
    }

    public IEnumerable<Execution> ChildrenOf(Execution owner) => [.. instance.Executions.Values.Where(e => e.Owner == owner.Id)];

    private async ValueTask CancelChildrenAsync(Execution execution)
    {
        if (graph.Nodes[execution.Node].IsLeaf) return;
        foreach (var child in ChildrenOf(execution)) await CancelAsync(child);
    }

    // There is nothing left that an operator could try again or answer. What ended the whole instance stays open: somebody has to look at it.
    private void CloseIncidents(Execution execution)
    {
        if (IsFatal || instance.Incidents.Count == 0) return;
        foreach (var incident in instance.Incidents.Where(i => i.IsOpen && i.Execution == execution.Id).ToList())
            instance.Raise(new IncidentResolved(incident.Id, Resolution.Skip, "The visit that it belongs to has ended.", actor, nowUtc));
    }

    private void DropBookmarks(Execution execution)
    {
        if (instance.Bookmarks.Count == 0) return;
        foreach (var bookmark in instance.Bookmarks.Values.Where(b => b.Execution == execution.Id).ToList())
        {
            instance.Raise(new BookmarkRemoved(bookmark.Id, IsUsed: false, actor));
            Children.Abandon(this, bookmark);
        }
    }
}

/// <summary>What a run needs from outside: the catalogue, the evaluator, and the scope whose services activities get.</summary>
/// <param name="Catalog">Activity types.</param>
/// <param name="Evaluator">Evaluates expressions.</param>
/// <param name="Services">Scope of the attempt.</param>
/// <param name="Broken">Executions whose activity threw in an earlier attempt of this run, with the exception's message: they fault without being run.</param>
internal sealed record RunSurroundings(NodeCatalog Catalog, ExpressionEvaluator Evaluator, IServiceProvider Services, IReadOnlyDictionary<int, string> Broken);
