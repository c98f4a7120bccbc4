using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>Who started a flow, and what its forms say.</summary>
internal static class Initiator
{
    /// <summary>The workflow input <c>initiator</c>, for a flow that is started in somebody's name; else whoever started it.</summary>
    public static Guid? Of(ActivityContext context) => IdIn(context.WorkflowInput.GetValueOrDefault("initiator")) ?? IdIn(context.Initiator);

    /// <summary>A field by name or dotted path: of the nearest variable, else of the workflow's input.</summary>
    public static object? Field(ActivityContext context, string path)
    {
        var names = path.Split('.');
        var root = context.GetVariable(names[0]) ?? context.WorkflowInput.GetValueOrDefault(names[0]);
        return names.Skip(1).Aggregate(root, (value, name) => (value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(name));
    }

    private static Guid? IdIn(object? value) => value switch
    {
        Guid id => id,
        string text when Guid.TryParse(text, out var id) => id,
        _ => null,
    };
}
