using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>What becomes of a row.</summary>
internal enum RowOutcome
{
    /// <summary>It can not be imported.</summary>
    Error,

    /// <summary>Adds a person.</summary>
    New,

    /// <summary>Changes a person.</summary>
    Change,

    /// <summary>Says what is known already.</summary>
    Unchanged,
}

/// <summary>One row of the report.</summary>
/// <param name="Row">Number of the row, counted from 1 below the headings; empty rows do not count.</param>
/// <param name="EmployeeNumber">Whom it is about.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Errors">Why it can not be imported.</param>
/// <param name="Warnings">What somebody should look at.</param>
/// <param name="Changes">What changes: field, from, to.</param>
/// <param name="Cells">The row itself, where it can not be imported.</param>
internal sealed record ReportRow(int Row, string EmployeeNumber, RowOutcome Outcome, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Changes, string[]? Cells = null);

/// <summary>The report of an import, packed: a line of JSON for each row. Two hundred thousand rows take a few megabytes.</summary>
internal static class ImportReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Packs the headings and the rows.</summary>
    public static async Task<byte[]> WriteAsync(IReadOnlyList<string> columns, IAsyncEnumerable<ReportRow> rows)
    {
        using var packed = new MemoryStream();
        await using (var text = new StreamWriter(new GZipStream(packed, CompressionLevel.Fastest)))
        {
            await text.WriteAsync(JsonSerializer.Serialize(columns, Json));
            await foreach (var row in rows)
            {
                await text.WriteAsync('\n');
                await text.WriteAsync(JsonSerializer.Serialize(row, Json));
            }
        }

        return packed.ToArray();
    }

    /// <summary>The headings of the file.</summary>
    public static IReadOnlyList<string> ColumnsOf(byte[] report)
    {
        using var text = Open(report);
        return JsonSerializer.Deserialize<string[]>(text.ReadLine()!, Json)!;
    }

    /// <summary>The rows, one after the other.</summary>
    public static IEnumerable<ReportRow> Read(byte[] report)
    {
        using var text = Open(report);
        text.ReadLine();
        while (text.ReadLine() is { } line) yield return JsonSerializer.Deserialize<ReportRow>(line, Json)!;
    }

    /// <summary>The report with the rows about one person emptied: that there was a row, and what became of it, stays; null when there is none.</summary>
    /// <param name="report">The report.</param>
    /// <param name="employeeNumber">Whose rows.</param>
    public static async Task<byte[]?> WithoutAsync(byte[] report, string employeeNumber)
    {
        if (!Read(report).Any(row => row.EmployeeNumber == employeeNumber)) return null;
        var columns = ColumnsOf(report);
        return await WriteAsync(columns, Read(report).Select(row => row.EmployeeNumber == employeeNumber ? Empty(row, columns.Count) : row).ToAsyncEnumerable());
    }

    private static ReportRow Empty(ReportRow row, int columns) => new(row.Row, "", row.Outcome, [], [], [], row.Cells is null ? null : [.. Enumerable.Repeat("", columns)]);

    private static StreamReader Open(byte[] report) => new(new GZipStream(new MemoryStream(report), CompressionMode.Decompress));
}
