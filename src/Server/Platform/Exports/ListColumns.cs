using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace HrBpm.Server.Platform.Exports;

/// <summary>A column of an exported list.</summary>
/// <param name="Property">Name of the field in the list's answer.</param>
/// <param name="Chinese">Heading.</param>
/// <param name="English">Heading.</param>
/// <param name="Kind">Kind of data that it shows, where that needs a permission of its own.</param>
/// <param name="IsMoment">It shows moments, which are written in the viewer's time.</param>
/// <param name="ValueOf">The value in a row.</param>
internal sealed record ListColumn(string Property, string Chinese, string English, FieldKind? Kind, bool IsMoment, Func<object, object?> ValueOf);

/// <summary>The columns of exported lists, from <c>columns.json</c>: by field its headings, or null for a field that is left out of files. <c>tasks.title</c> counts more than <c>title</c>.</summary>
internal static class ListColumns
{
    private static readonly Lazy<IReadOnlyDictionary<string, string[]?>> Headings = new(() =>
    {
        using var file = typeof(ListColumns).Assembly.GetManifestResourceStream("columns.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string[]?>>(file)!;
    });

    private static readonly ConcurrentDictionary<(string, Type), IReadOnlyList<ListColumn>> Known = new();

    /// <summary>The columns of a list, in the order of the fields of its answer.</summary>
    /// <exception cref="InvalidOperationException">A field is not in the table: whoever adds one says there what its column is called, or that it has none.</exception>
    public static IReadOnlyList<ListColumn> Of(string list, Type row) => Known.GetOrAdd((list, row), _ => Make(list, row));

    private static List<ListColumn> Make(string list, Type row)
    {
        var columns = new List<ListColumn>();
        foreach (var property in row.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            var field = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!Headings.Value.TryGetValue($"{list}.{field}", out var heading) && !Headings.Value.TryGetValue(field, out heading))
                throw new InvalidOperationException($"Expected '{list}.{field}' or '{field}' in columns.json, but it is not there.");
            if (heading is not [var chinese, var english]) continue;
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            columns.Add(new(field, chinese, english, HiddenValues.KindOf(field), type == typeof(DateTime), property.GetValue));
        }

        return columns;
    }
}
