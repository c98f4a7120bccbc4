using System.Text;
using CsvHelper;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using MiniExcelLibs;

namespace HrBpm.Server.Platform;

/// <summary>A list as a file: CSV (UTF-8 with its mark, so that Excel reads it right) or an Excel workbook.</summary>
/// <remarks>Cells that a spreadsheet would take for a formula get an apostrophe in front: https://owasp.org/www-community/attacks/CSV_Injection.</remarks>
internal static class ListFile
{
    /// <summary>Why this is no format; null when it is one, or absent.</summary>
    public static Refusal? WhyNotFormat(string? format) =>
        format is null or "csv" or "xlsx" ? null : new Refusal("lists.format.invalid", $"Expected 'format' to be csv or xlsx, but it is '{format}'.");

    /// <summary>Writes the rows to a temporary file, row by row, and answers with it; it goes when it was sent.</summary>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="name">Name of the file without its ending.</param>
    /// <param name="headings">The first row.</param>
    /// <param name="rows">As many cells each.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<FileStreamHttpResult> MakeAsync(string format, string name, IReadOnlyList<string> headings, IAsyncEnumerable<IReadOnlyList<string?>> rows, CancellationToken ct)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        try
        {
            if (format == "csv") await WriteCsvAsync(file, headings, rows, ct);
            else await WriteWorkbookAsync(file, headings, rows, ct);
            file.Position = 0;
            return TypedResults.Stream(file, format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{name}.{format}");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The cell as a spreadsheet may show it: never as a formula.</summary>
    public static string? Neutral(string? cell) => cell is { Length: > 0 } && BeginsFormula(cell[0]) ? "'" + cell : cell;

    /// <summary>A cell of one of these files as it was before <see cref="Neutral"/>.</summary>
    public static string Original(string cell) => cell.Length > 1 && cell[0] == '\'' && BeginsFormula(cell[1]) ? cell[1..] : cell;

    // Spreadsheets of Chinese and Japanese systems take the wide signs for the narrow ones.
    private static bool BeginsFormula(char first) => first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '\t' or '\r' or '\n' or '\0';

    private static async Task WriteCsvAsync(Stream file, IReadOnlyList<string> headings, IAsyncEnumerable<IReadOnlyList<string?>> rows, CancellationToken ct)
    {
        await using var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var csv = CsvWriter.Create(text, new CsvWriterOptions(), false);
        Write(csv, headings);
        await foreach (var row in rows.WithCancellation(ct)) Write(csv, row);
        await csv.FlushAsync(ct);
    }

    private static void Write(CsvWriter csv, IReadOnlyList<string?> row)
    {
        foreach (var cell in row) csv.WriteField(Neutral(cell) ?? "");
        csv.EndRecord();
    }

    private static async Task WriteWorkbookAsync(Stream file, IReadOnlyList<string> headings, IAsyncEnumerable<IReadOnlyList<string?>> rows, CancellationToken ct)
    {
        List<string> shown = [.. headings.Select(heading => Neutral(heading)!)];
        // The library takes rows by asking, one after the other, on this thread.
        var cells = rows.ToBlockingEnumerable(ct).Select(row => shown.Select((heading, n) => KeyValuePair.Create(heading, (object?)Neutral(row[n]))).ToDictionary());
        await file.SaveAsAsync(cells.DefaultIfEmpty(shown.ToDictionary(h => h, _ => (object?)null)), excelType: ExcelType.XLSX, cancellationToken: ct);
    }
}
