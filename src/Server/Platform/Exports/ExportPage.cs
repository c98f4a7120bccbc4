using System.Collections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Exports;

/// <summary>One page of a list on its way into a file: takes the rows out of the list's answer before it is sent.</summary>
/// <param name="row">Type of a row.</param>
internal sealed class ExportPage(Type row)
{
    private static readonly object Key = new();

    /// <summary>The rows; null when the list refused, and has answered so itself.</summary>
    public IReadOnlyList<object>? Rows { get; private set; }

    /// <summary>The page that the present request fills; null where the list is asked for itself.</summary>
    public static ExportPage? Of(HttpContext http) => http.Items.TryGetValue(Key, out var page) ? (ExportPage?)page : null;

    /// <summary>Has the list of this request fill the page.</summary>
    public void Await(HttpContext http) => http.Items[Key] = this;

    /// <summary>Takes the rows out of an answer; whatever else it is, is sent as it is.</summary>
    public object? Take(object? answer)
    {
        if (Innermost(answer) is not IValueHttpResult { Value: { } value } || value is Microsoft.AspNetCore.Mvc.ProblemDetails) return answer;
        Rows = [.. RowsIn(value).Cast<object>()];
        return Results.Empty;
    }

    private static object? Innermost(object? answer) => answer is INestedHttpResult nested ? Innermost(nested.Result) : answer;

    private IEnumerable RowsIn(object value) => IsRows(value.GetType())
        ? (IEnumerable)value
        : (IEnumerable)(value.GetType().GetProperties().FirstOrDefault(p => IsRows(p.PropertyType))?.GetValue(value)
            ?? throw new InvalidOperationException($"Expected an answer with a list of {row.Name}, but {value.GetType().Name} has none."));

    private bool IsRows(Type type) => typeof(IEnumerable<>).MakeGenericType(row).IsAssignableFrom(type);
}
