using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using HrBpm.Server.Platform;
using MiniExcelLibs;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>The file can not be read. The message says what was expected.</summary>
internal sealed class UnreadableFileException(string message) : Exception(message);

/// <summary>The rows of an uploaded table: CSV (UTF-8, UTF-16 or GB18030; comma, semicolon or tab) or the first sheet of an Excel workbook (xlsx).</summary>
internal sealed class ImportFile
{
    /// <summary>Most rows below the headings.</summary>
    public const int MostRows = 200_000;

    private const int MostColumns = 100;
    private const int LargestRecord = 1 << 20;
    // A workbook is a ZIP file: a few kilobytes could unpack to gigabytes.
    private const long LargestUnpacked = 1L << 30;

    private readonly byte[] bytes;
    private readonly Encoding? encoding;

    private ImportFile(byte[] bytes, Encoding? encoding)
    {
        (this.bytes, this.encoding) = (bytes, encoding);
        Columns = ColumnsOf(Lines().FirstOrDefault());
    }

    /// <summary><c>xlsx</c> or <c>csv</c>.</summary>
    public string Format => encoding is null ? "xlsx" : "csv";

    /// <summary>Name of the encoding of a CSV file.</summary>
    public string? Encoding => encoding?.WebName;

    /// <summary>The headings.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows below the headings, each with as many cells as there are headings; empty ones are passed over. Read anew each time.</summary>
    /// <exception cref="UnreadableFileException">The file is broken, or too large.</exception>
    public IEnumerable<string[]> Rows()
    {
        var count = 0;
        foreach (var line in Lines().Skip(1))
        {
            if (++count > MostRows) throw new UnreadableFileException($"Expected at most {MostRows} rows, but there are more. Split the file.");
            var row = new string[Columns.Count];
            for (var i = 0; i < row.Length; i++) row[i] = i < line.Length ? line[i] : "";
            yield return row;
        }
    }

    /// <summary>Opens a file, by its content.</summary>
    /// <exception cref="UnreadableFileException">It is no table that can be read.</exception>
    public static ImportFile Open(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("PK\u0003\u0004"u8)) return new ImportFile(CheckWorkbook(bytes), null);
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) throw new UnreadableFileException("Expected a workbook of the present format (xlsx) or a CSV file, but it is of the old format (xls). Save it as xlsx.");
        return new ImportFile(bytes, EncodingOf(bytes));
    }

    private IEnumerable<string[]> Lines() => (encoding is null ? WorkbookLines() : CsvLines()).Select(line => Array.ConvertAll(line, Clean)).Where(line => line.Any(cell => cell.Length > 0));

    private IEnumerable<string[]> CsvLines()
    {
        var options = new CsvReaderOptions { HasHeader = false, MaxRecordSize = LargestRecord, PoolStrings = true, MalformedData = CsvMalformedDataHandling.Throw };
        using var text = new StreamReader(new MemoryStream(bytes), encoding!, detectEncodingFromByteOrderMarks: true);
        using var csv = CsvReader.Create(text, options, false);
        while (ReadNext(csv))
        {
            if (csv.FieldCount > MostColumns) throw TooManyColumns(csv.FieldCount);
            var line = new string[csv.FieldCount];
            for (var i = 0; i < line.Length; i++) line[i] = csv.GetString(i);
            yield return line;
        }
    }

    private static bool ReadNext(CsvReader csv)
    {
        try
        {
            return csv.Read();
        }
        catch (Exception e) when (e is CsvFormatException or InvalidDataException or DecoderFallbackException)
        {
            throw new UnreadableFileException($"Expected a well-formed CSV file, but record {csv.RowNumber + 1} is not: is a quotation mark open?");
        }
    }

    private IEnumerable<string[]> WorkbookLines()
    {
        using var stream = new MemoryStream(bytes);
        using var rows = Sheet(stream);
        while (MoveNext(rows))
        {
            var cells = (IDictionary<string, object?>)rows.Current;
            if (cells.Count > MostColumns) throw TooManyColumns(cells.Count);
            yield return [.. cells.Values.Select(Text)];
        }
    }

    private static IEnumerator<dynamic> Sheet(Stream stream) => Guarded(() => stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX).GetEnumerator());

    private static bool MoveNext(IEnumerator<dynamic> rows) => Guarded(rows.MoveNext);

    // The reader tells a broken workbook by whatever exception its XML or ZIP reader happens to meet.
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (OutOfMemoryException or UnreadableFileException))
        {
            throw new UnreadableFileException("Expected an Excel workbook (xlsx), but it can not be read: it is broken, or protected by a password.");
        }
    }

    private static UnreadableFileException TooManyColumns(int count) => new($"Expected at most {MostColumns} columns, but there are {count}.");

    private static string Text(object? cell) => cell switch
    {
        null => "",
        DateTime day => day.ToString(day.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double number => Math.Abs(number) < 1e15 ? ((decimal)number).ToString("0.##########", CultureInfo.InvariantCulture) : number.ToString(CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    // What our own files put in front of what a spreadsheet would take for a formula is taken away again. Nothing is cut off: what is too long for its field is an error of its row.
    private static string Clean(string cell) => ListFile.Original(cell.Trim().Replace("\0", "", StringComparison.Ordinal)).Trim();

    private static string[] ColumnsOf(string[]? headings)
    {
        if (headings is null) throw new UnreadableFileException("Expected a row of headings, but the file is empty.");
        var columns = headings.Select((heading, n) => heading.Length > 0 ? heading : $"#{n + 1}").ToArray();
        return columns.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new UnreadableFileException($"Expected each heading once, but '{twice.Key}' is there {twice.Count()} times.")
            : columns;
    }

    private static byte[] CheckWorkbook(byte[] bytes) => Guarded(() =>
    {
        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        if (zip.GetEntry("xl/workbook.xml") is null) throw new UnreadableFileException("Expected an Excel workbook (xlsx) or a CSV file, but it is another kind of ZIP file.");
        return zip.Entries.Sum(e => e.Length) <= LargestUnpacked ? bytes : throw new UnreadableFileException("Expected a workbook of at most 1 GB when unpacked, but it is larger.");
    });

    private static Encoding EncodingOf(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..]) return System.Text.Encoding.Unicode;
        if (bytes is [0xFE, 0xFF, ..]) return System.Text.Encoding.BigEndianUnicode;
        // Text has no NUL. Commas and ends of lines have one in UTF-16, on the same side.
        var start = bytes.AsSpan(0, Math.Min(bytes.Length, 1024));
        if (start.Contains((byte)0)) return WithoutMark(start);
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return System.Text.Encoding.UTF8;
        return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
    }

    private static Encoding WithoutMark(ReadOnlySpan<byte> start)
    {
        var (first, second) = (0, 0);
        for (var i = 0; i < start.Length; i++)
            if (start[i] == 0 && i % 2 == 0) first++;
            else if (start[i] == 0) second++;
        // A few characters, such as 一 (U+4E00), have one on the other side.
        return second > 2 * first ? System.Text.Encoding.Unicode
            : first > 2 * second ? System.Text.Encoding.BigEndianUnicode
            : throw new UnreadableFileException("Expected an Excel workbook (xlsx) or a CSV file, but it is neither.");
    }
}
