using System.Text;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Platform;
using MiniExcelLibs;

namespace HrBpm.Server.Tests.Platform;

public sealed class ListFileTests
{
    // https://owasp.org/www-community/attacks/CSV_Injection, and the wide signs of Chinese and Japanese keyboards.
    private static readonly string[] Formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"];

    [Fact]
    public async Task What_a_spreadsheet_takes_for_a_formula_is_text()
    {
        foreach (var cell in Formulas) ListFile.Original(ListFile.Neutral(cell)!).ShouldBe(cell);
        var csv = Encoding.UTF8.GetString(await BytesAsync("csv"));
        foreach (var cell in Formulas) csv.Split("'" + cell).Length.ShouldBe(3, $"the heading and the cell {cell}");
        using var workbook = new MemoryStream(await BytesAsync("xlsx"));
        foreach (var row in workbook.Query(useHeaderRow: false, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>())
            row.Values.ShouldAllBe(cell => ((string)cell!).StartsWith('\''));
        string[] harmless = ["1-1", "a=b", "张-三", ""];
        harmless.ShouldAllBe(cell => ListFile.Neutral(cell) == cell);
    }

    [Fact]
    public async Task A_list_comes_back_cell_by_cell_from_either_kind_of_file()
    {
        foreach (var format in (string[])["csv", "xlsx"])
        {
            var file = ImportFile.Open(await BytesAsync(format, "工号", "a,b", "引\"号", "𠮷 line\nbreak"));
            file.Columns.ShouldBe(["工号", "a,b", "引\"号", "𠮷 line\nbreak"], format);
            file.Rows().ShouldBe([["工号", "a,b", "引\"号", "𠮷 line\nbreak"]], format);
        }
    }

    // The cells are the headings once more.
    private static async Task<byte[]> BytesAsync(string format, params string[] cells)
    {
        if (cells.Length == 0) cells = Formulas;
        await using var file = (await ListFile.MakeAsync(format, "list", cells, Rows(cells), CancellationToken.None)).FileStream;
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async IAsyncEnumerable<IReadOnlyList<string?>> Rows(string[] cells)
    {
        await Task.CompletedTask;
        yield return cells;
    }
}
