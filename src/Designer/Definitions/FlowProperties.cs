using System.Text.Json.Nodes;

namespace HrBpm.Designer.Definitions;

/// <summary>Changes what single activities say.</summary>
public static class FlowProperties
{
    /// <summary>Gives a member of an activity another value; null takes it away.</summary>
    /// <param name="draft">The flow.</param>
    /// <param name="id">The activity.</param>
    /// <param name="member">The member, as it is written: inputs begin with a small letter.</param>
    /// <param name="value">Its value, with the expression around it where it is an input.</param>
    public static FlowDraft Set(this FlowDraft draft, string id, string member, JsonNode? value) => draft.Replace(id, activity =>
    {
        if (value is null) activity.Remove(member);
        else activity[member] = value.DeepClone();
    });

    /// <summary>Names an activity anew.</summary>
    public static FlowDraft Title(this FlowDraft draft, string id, string title) => draft.Replace(id, activity =>
    {
        if (activity["metadata"] is not JsonObject) activity["metadata"] = new JsonObject();
        activity["metadata"]!["displayText"] = title;
    });

    /// <summary>Writes the condition of a branch.</summary>
    /// <exception cref="ArgumentException">The condition has no such branch.</exception>
    public static FlowDraft Condition(this FlowDraft draft, string id, string branch, string syntax, string text) => draft.Replace(id, activity =>
    {
        if (BranchNames.Case(activity, branch) is not { } item) throw new ArgumentException($"Expected a branch '{branch}' of '{id}', but there is none.", nameof(branch));
        item["condition"] = new JsonObject { ["type"] = syntax, ["value"] = text };
    });

    /// <summary>Gives a member of the definition another value: name, description.</summary>
    public static FlowDraft SetOwn(this FlowDraft draft, string member, JsonNode? value) => draft.WithRest(rest => rest[member] = value?.DeepClone());
}
