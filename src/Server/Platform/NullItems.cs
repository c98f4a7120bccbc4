using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HrBpm.Server.Platform;

/// <summary>A list or a map holds a null that must not be there. The message is for whoever sent it.</summary>
internal sealed class NullItemException(string message) : JsonException(message);

/// <summary>Refuses null inside lists and maps whose C# type says that there is none: the serializer respects nullability of members only.</summary>
internal static class NullItems
{
    /// <summary>For <see cref="DefaultJsonTypeInfoResolver.Modifiers"/>.</summary>
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var full = type.Properties.Where(p => p.Get is not null && p.AttributeProvider is PropertyInfo property && HoldsNoNull(property)).ToList();
        if (full.Count == 0) return;
        type.OnDeserialized += made =>
        {
            if (full.FirstOrDefault(p => Values(p.Get!(made)).Any(item => item is null)) is { } broken) throw new NullItemException($"Expected '{broken.Name}' to hold values, but one of them is null.");
        };
    }

    private static bool HoldsNoNull(PropertyInfo property)
    {
        if (property.PropertyType == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(property.PropertyType)) return false;
        var nullability = new NullabilityInfoContext().Create(property);
        var item = nullability.ElementType ?? nullability.GenericTypeArguments.LastOrDefault();
        return item is { Type.IsValueType: false, ReadState: NullabilityState.NotNull };
    }

    private static IEnumerable<object?> Values(object? list) => list switch
    {
        IDictionary map => map.Values.Cast<object?>(),
        IEnumerable items => items.Cast<object?>(),
        _ => [],
    };
}
