using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Expressions;

/// <summary>The values that flow through an instance: JSON-shaped CLR objects.</summary>
/// <remarks>
/// These are null, string, bool, short, int, long, float, double, decimal, <see cref="DateTime"/> (UTC), <see cref="DateTimeOffset"/>, <see cref="TimeSpan"/>,
/// <see cref="Guid"/>, byte[], <c>List&lt;object?&gt;</c> and <c>Dictionary&lt;string, object?&gt;</c>. Everything else is brought into this shape by <see cref="FromClr"/>.
/// Lists and dictionaries are never shared between two values: every conversion that yields one yields a fresh one.
/// </remarks>
public static class Values
{
    /// <summary>True when Elsa has a type of that alias, for example <c>Int32</c> or <c>String[]</c>.</summary>
    public static bool IsKnownType(string typeName) => ValueType.IsKnown(typeName);

    /// <summary>Converts as Elsa does: numeric text and numbers into each other, "true" to a Boolean, anything to text.</summary>
    /// <remarks>Null stays null for every type. Blank text is null for every type but String and Object. An unknown type accepts every value.</remarks>
    /// <exception cref="ExpressionException">The value does not fit the type (<see cref="ExpressionException.Mismatch"/>).</exception>
    public static object? Convert(object? value, string typeName, bool isArray = false) =>
        value is null ? null : ValueConversion.Convert(value, ValueType.Parse(typeName, isArray));

    /// <summary>The value that a variable starts with, from the text in its definition.</summary>
    /// <param name="typeName">Elsa's alias of the type.</param>
    /// <param name="isArray">True when the text is a JSON array of that type.</param>
    /// <param name="text">The default; null or blank counts as none.</param>
    /// <param name="warning">Why the text was not used; then the value is the CLR default of the type.</param>
    public static object? Default(string typeName, bool isArray, string? text, out string? warning)
    {
        warning = null;
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            return Convert(text, typeName, isArray);
        }
        catch (ExpressionException mismatch)
        {
            warning = mismatch.Message;
            return ValueType.Parse(typeName, isArray).ClrDefault;
        }
    }

    /// <summary>The value as plain JSON, for APIs. Types that JSON lacks become text; use <see cref="Store"/> where they must survive.</summary>
    public static JsonNode? ToJson(object? value) => PlainJson.Write(value);

    /// <summary>Plain JSON as a value. Whole numbers become int, long or decimal, whichever is the first to fit; others double.</summary>
    public static object? FromJson(JsonNode? node) => PlainJson.Read(node);

    /// <summary>Any CLR object as a value: enums become their name, dates without time ISO text, objects dictionaries with camel-cased keys.</summary>
    public static object? FromClr(object? value) => ClrBinding.FromClr(value);

    /// <summary>The value as JSON text from which <see cref="Restore"/> makes an equal value of the same CLR types.</summary>
    /// <remarks>Keep it in a column that preserves the text (PostgreSQL: <c>json</c> or <c>text</c>): <c>jsonb</c> would change the order of members.</remarks>
    public static string Store(object? value) => StoredJson.Write(value);

    /// <summary>Makes the value that <see cref="Store"/> was given.</summary>
    /// <exception cref="ExpressionException">The text was not written by <see cref="Store"/>.</exception>
    public static object? Restore(string stored) => StoredJson.Read(stored);

    /// <summary>The value as an instance of a C# type, for the inputs of activities.</summary>
    /// <remarks>
    /// By the web defaults of System.Text.Json (names in any case, numbers also from text), enums by name, time spans as <c>P3D</c> or <c>3.00:00:00</c>,
    /// <see cref="DateOnly"/> from a date or from midnight. Text is parsed as JSON where an object or a list is wanted. Null gives the type's default.
    /// </remarks>
    /// <exception cref="ExpressionException">The value does not fit the type; the message names the member.</exception>
    public static object? Bind(object? value, Type clrType) => ClrBinding.Bind(value, clrType);

    /// <summary>The value as text by the rules of <see cref="Convert"/>, null for null.</summary>
    public static string? ToText(object? value) => value is null ? null : ValueText.Of(value);

    /// <summary>An equal value that shares no list or dictionary with the given one.</summary>
    public static object? Copy(object? value) => value switch
    {
        Dictionary<string, object?> members => members.ToDictionary(pair => pair.Key, pair => Copy(pair.Value), members.Comparer),
        List<object?> items => items.ConvertAll(Copy),
        byte[] bytes => bytes.ToArray(),
        _ => value,
    };
}
