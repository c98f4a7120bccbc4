using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows;

/// <summary>The inputs of a job without their secrets, and the secrets sealed beside them.</summary>
/// <param name="Shown">Every input; <see cref="SecretHeaders.Hidden"/> stands where a secret was.</param>
/// <param name="Sealed">The inputs that have secrets, whole and sealed; null when there are none.</param>
internal sealed record SecretInputs(IReadOnlyDictionary<string, object?> Shown, string? Sealed)
{
    /// <summary>Takes the secrets out.</summary>
    public static SecretInputs Of(ActivityDescriptor? descriptor, IReadOnlyDictionary<string, object?> inputs, Func<ISecretSeal> seal)
    {
        var secret = (descriptor?.Inputs ?? []).Where(i => i.Attribute.IsSecret).Select(i => KeyValuePair.Create(i.Name, Read(i, inputs.GetValueOrDefault(i.Name)))).Where(i => HasSecret(i.Value)).ToDictionary();
        return secret.Count == 0
            ? new SecretInputs(inputs, null)
            : new SecretInputs(inputs.ToDictionary(i => i.Key, i => secret.TryGetValue(i.Key, out var read) ? Hide(read) : i.Value), seal().Seal(InstanceJson.WriteValues(inputs.Where(i => secret.ContainsKey(i.Key)).ToDictionary())));
    }

    /// <summary>The inputs as they were; null when they cannot be opened any more.</summary>
    public static IReadOnlyDictionary<string, object?>? Open(JobWork work, Func<ISecretSeal> seal)
    {
        if (work.Sealed is not { } stored) return work.Inputs;
        if (seal().Open(stored) is not { } plain) return null;
        var secret = InstanceJson.ReadValues(plain);
        return work.Inputs.ToDictionary(i => i.Key, i => secret.GetValueOrDefault(i.Key, i.Value));
    }

    // Headers may still be the JSON text that their author wrote. What cannot be read as such is hidden whole.
    private static object? Read(InputProperty input, object? value)
    {
        if (value is not string { Length: > 0 } || input.Property.PropertyType == typeof(string)) return value;
        try
        {
            return Values.Bind(value, input.Property.PropertyType);
        }
        catch (ExpressionException)
        {
            return value;
        }
    }

    // Of headers by name only some are secret; anything else is as a whole.
    private static bool HasSecret(object? value) => value switch
    {
        null or "" => false,
        IReadOnlyDictionary<string, object?> headers => headers.Keys.Any(SecretHeaders.IsSecret),
        _ => true,
    };

    private static object? Hide(object? value) => value is IReadOnlyDictionary<string, object?> headers
        ? headers.ToDictionary(h => h.Key, h => SecretHeaders.IsSecret(h.Key) ? SecretHeaders.Hidden : h.Value)
        : SecretHeaders.Hidden;
}
