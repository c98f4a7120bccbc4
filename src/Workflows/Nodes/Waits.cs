using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.Event: waits for an event of that exact name; what comes with it is the output <c>result</c>.</summary>
internal sealed class Event : CoreNode
{
    public const string TypeName = "Elsa.Event";

    public override IReadOnlyList<string> OutputsOf(Node node) => ["Result"];

    internal override async ValueTask ExecuteAsync(Visit visit) =>
        visit.Wait(TypeName, new Dictionary<string, object?> { ["EventName"] = await visit.TextAsync("eventName") }, null);

    internal override ValueTask ResumeAsync(Visit visit, Resumption resumption)
    {
        visit.SetOutput("result", new Dictionary<string, object?>(resumption.Input));
        return visit.CompleteAsync();
    }
}
