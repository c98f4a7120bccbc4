using System.IO.Compression;
using System.Text;
using HrBpm.Server.Features.Org.Import;
using MiniExcelLibs;

namespace HrBpm.Server.Tests.Org;

/// <summary>Tables that people upload, as they are read.</summary>
public sealed class ImportFileTests
{
    [Fact]
    public void A_long_cell_comes_whole_and_what_a_file_of_ours_made_of_a_formula_is_taken_back()
    {
        var text = new string('长', 3_999) + "𠮷";

        var file = ImportFile.Open(Encoding.UTF8.GetBytes($"工号,备注,公式\nX1,{text},'＝1+1\nX2,\"'\nb\",'x"));

        file.Rows().ShouldBe([["X1", text, "＝1+1"], ["X2", "b", "'x"]]);
    }

    [Fact]
    public void A_workbook_has_days_as_people_see_them()
    {
        using var workbook = new MemoryStream();
        workbook.SaveAs(new[] { new Dictionary<string, object?> { ["工号"] = "X1", ["入职日期"] = new DateTime(2026, 3, 1), ["时间"] = new DateTime(2026, 3, 1, 9, 30, 0), ["数"] = 0.5, ["长"] = 12345678901234 } });

        ImportFile.Open(workbook.ToArray()).Rows().Single().ShouldBe(["X1", "2026-03-01", "2026-03-01 09:30:00", "0.5", "12345678901234"]);
    }

    [Fact]
    public void Too_many_rows_or_columns_and_a_workbook_that_unpacks_to_gigabytes_are_refused_with_a_sentence()
    {
        var rows = "工号" + string.Concat(Enumerable.Repeat("\n1", ImportFile.MostRows + 1));
        Should.Throw<UnreadableFileException>(() => ImportFile.Open(Encoding.UTF8.GetBytes(rows)).Rows().Count()).Message.ShouldBe("Expected at most 200000 rows, but there are more. Split the file.");
        Should.Throw<UnreadableFileException>(() => ImportFile.Open(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 101))))).Message.ShouldBe("Expected at most 100 columns, but there are 101.");

        // Its list of parts says two gigabytes: it is refused before anything is unpacked.
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("xl/workbook.xml");
            using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
            sheet.Write(new byte[1 << 20]);
        }

        var bytes = bomb.ToArray();
        Declare(bytes, 1 << 20, int.MaxValue);
        Should.Throw<UnreadableFileException>(() => ImportFile.Open(bytes)).Message.ShouldBe("Expected a workbook of at most 1 GB when unpacked, but it is larger.");
    }

    // Puts another unpacked size in the list of parts at the end of the archive.
    private static void Declare(byte[] zip, int from, int to)
    {
        var part = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.ToInt32(zip, part + 24).ShouldBe(from);
        BitConverter.TryWriteBytes(zip.AsSpan(part + 24), to).ShouldBeTrue();
    }
}
