using System.Globalization;

namespace HrBpm.Workflows.Expressions;

/// <summary>Text of values: .NET's invariant formatting, ISO 8601 for dates, JSON for lists and objects.</summary>
internal static class ValueText
{
    public static string Of(object value) => value switch
    {
        string text => text,
        DateTime moment => IsoUtc(moment),
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        byte[] bytes => System.Convert.ToBase64String(bytes),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "True" : "False",
        _ => PlainJson.Text(value),
    };

    /// <summary>A moment as ISO 8601 in UTC. A moment that does not say where it is from is taken as UTC.</summary>
    public static string IsoUtc(DateTime moment) => Utc(moment).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static DateTime Utc(DateTime moment) => moment.Kind switch
    {
        DateTimeKind.Utc => moment,
        DateTimeKind.Local => moment.ToUniversalTime(),
        _ => DateTime.SpecifyKind(moment, DateTimeKind.Utc),
    };

    /// <summary>The value in an error: its kind and the beginning of its text.</summary>
    public static string Describe(object? value)
    {
        if (value is null) return "null";
        if (value is Dictionary<string, object?>) return "an object";
        if (value is List<object?> list) return $"a list of {list.Count}";
        var text = Of(value);
        if (text.Length > 60) text = text[..60] + "…";
        return value is string ? $"the text '{text}'" : $"{KindOf(value)} {text}";
    }

    private static string KindOf(object value) => value switch
    {
        bool => "the Boolean",
        short or int or long or float or double or decimal => "the number",
        DateTime or DateTimeOffset => "the date",
        TimeSpan => "the time span",
        Guid => "the GUID",
        byte[] => "the bytes",
        _ => "the value",
    };
}
