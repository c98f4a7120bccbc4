using System.Reflection;

namespace HrBpm.Activities.Connectors;

/// <summary>Marks an option whose value must never reach a log, an error text or a recorded call.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

internal static class Secrets
{
    /// <summary>The secret values of an options object, longest first so that one that contains another is replaced whole.</summary>
    public static IReadOnlyList<string> Of(object options) =>
        [.. from property in options.GetType().GetProperties()
            where property.IsDefined(typeof(SecretAttribute), inherit: true)
            let value = property.GetValue(options) as string
            where !string.IsNullOrEmpty(value)
            orderby value.Length descending
            select value];
}
