namespace HrBpm.Workflows;

/// <summary>Why an instance is not altered.</summary>
internal static class AlterationRefusals
{
    public static Refusal UnknownVariable(string id) => new("alterations.variable.unknown", $"Expected a variable with the id '{id}' in a scope that is alive, but there is none.");

    public static Refusal WrongValue(string id, string why) => new("alterations.value.invalid", $"Expected a value that fits variable '{id}', but it does not: {why}");

    public static Refusal UnknownActivity(string? id) => new("alterations.activity.unknown", $"Expected an activity '{id}' in the instance's version, but there is none.");

    public static Refusal NotRunning(string what) => new("alterations.activity-not-running", $"Expected {what} to run or wait, but it does not.");

    public static Refusal NotFaulted(string what) => new("alterations.activity-not-faulted", $"Expected {what} to stand at an incident, but it does not.");

    public static Refusal NoContainer(string activity) => new("alterations.container-not-running", $"Expected what contains '{activity}' to run, but it does not.");

    public static Refusal WrongContainer(string activity, string container) =>
        new("alterations.container", $"Expected '{activity}' to lie directly in a flowchart, where leaving out or adding a visit is well defined, but it lies in '{container}'.");

    public static Refusal Strands() => new("alterations.strands", "Expected the instance to end or to wait for something afterwards, but nothing would be left that it waits for.");

    public static Refusal MigrationNotFirst() => new("alterations.order.invalid", "Expected a migration to be the first alteration, and the only one of its kind, but it is not.");

    public static Refusal SameVersion(int version) => new("alterations.version-same", $"Expected another version to migrate to, but the instance is on version {version} already.");

    public static Refusal Unsafe(string why) => new("alterations.migration-unsafe", why);
}
