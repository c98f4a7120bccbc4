using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.Event: waits for an event of that exact name, or starts instances by it; what comes with it is the output <c>result</c>.</summary>
internal sealed class Event : CoreNode
{
    public const string TypeName = "Elsa.Event";

    /// <summary>Elsa's key of a payload that is not an object with members of its own.</summary>
    public const string PayloadKey = "__EventPayloadWorkflowInput";

    public override IReadOnlyList<string> OutputsOf(Node node) => ["Result"];

    internal override async ValueTask<IReadOnlyList<TriggerStimulus>> TriggersAsync(TriggerVisit visit) =>
        await visit.TextAsync("eventName") is { Length: > 0 } name ? [new TriggerStimulus(TypeName, Identity(name))] : [];

    internal override async ValueTask ExecuteAsync(Visit visit) => visit.Wait(TypeName, Identity(await visit.TextAsync("eventName")), null);

    internal override ValueTask ResumeAsync(Visit visit, Resumption resumption)
    {
        visit.SetOutput("result", resumption.Input.TryGetValue(PayloadKey, out var payload) ? payload : new Dictionary<string, object?>(resumption.Input));
        return visit.CompleteAsync();
    }

    /// <summary>The stimulus that an event of that name is.</summary>
    public static SendStimulus StimulusOf(string tenantId, string name, object? payload) => new(TypeName, Identity(name))
    {
        TenantId = tenantId,
        Input = payload switch
        {
            null => new Dictionary<string, object?>(),
            Dictionary<string, object?> members => members,
            _ => new Dictionary<string, object?> { [PayloadKey] = payload },
        },
    };

    private static Dictionary<string, object?> Identity(string? name) => new() { ["EventName"] = name };
}

/// <summary>Elsa.PublishEvent: publishes an event once this run has committed; the publisher's own run goes on first.</summary>
internal sealed class PublishEvent : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (await visit.TextAsync("eventName") is not { Length: > 0 } name)
        {
            await visit.FaultAsync("events.name-missing", "Expected the name of the event to publish, but there was none.");
            return;
        }

        var instance = visit.Run.Instance;
        var correlation = await visit.TextAsync("correlationId");
        visit.Run.Deliver(Event.StimulusOf(instance.TenantId, name, await visit.InputAsync("payload", "Object")) with
        {
            Actor = visit.Run.Actor,
            CorrelationId = string.IsNullOrEmpty(correlation) ? null : correlation,
            InstanceId = await visit.FlagAsync("isLocalEvent") ? instance.Id : null,
        });
        await visit.CompleteAsync();
    }
}
