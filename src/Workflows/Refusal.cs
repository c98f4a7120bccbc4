namespace HrBpm.Workflows;

/// <summary>An expected "no": what was asked for cannot be done, and nothing was changed.</summary>
/// <param name="Code">Stable dotted code, for example <c>tasks.already-handled</c>; clients may switch over it.</param>
/// <param name="Message">One sentence for people: what was expected, and what came instead.</param>
public sealed record Refusal(string Code, string Message);
