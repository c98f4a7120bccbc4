using System.Globalization;
using System.Text.Json;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Reads a calendar from a file, by its content: JSON (a <see cref="CalendarContent"/>, or a list of its days), iCalendar, CSV or an Excel workbook.</summary>
internal static class CalendarFile
{
    private static readonly string[] DateHeadings = ["date", "日期"], KindHeadings = ["kind", "类型"], NameHeadings = ["name", "名称", "节日"], HoursHeadings = ["hours", "时间", "工作时间"];

    private static readonly Dictionary<string, SpecialDayKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["off"] = SpecialDayKind.Off, ["休"] = SpecialDayKind.Off, ["休息"] = SpecialDayKind.Off, ["放假"] = SpecialDayKind.Off, ["holiday"] = SpecialDayKind.Off,
        ["work"] = SpecialDayKind.Work, ["班"] = SpecialDayKind.Work, ["上班"] = SpecialDayKind.Work, ["补班"] = SpecialDayKind.Work, ["workday"] = SpecialDayKind.Work,
    };

    /// <summary>Reads it.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="nowUtc">Events of an iCalendar that repeat are read from a year ago to three years ahead.</param>
    /// <returns>A calendar; its week is null where the file has none.</returns>
    /// <exception cref="UnreadableFileException">It is no calendar that can be read. The message says what was expected.</exception>
    public static CalendarContent Read(byte[] bytes, DateTime nowUtc)
    {
        var text = WithoutMark(bytes);
        if (text.StartsWith("BEGIN:VCALENDAR"u8)) return new(null, CalendarEvents.Read(text, nowUtc));
        return text.Length > 0 && text[0] is (byte)'{' or (byte)'[' ? ReadJson(text) : ReadTable(ImportFile.Open(bytes));
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => (bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes).TrimStart(" \t\r\n"u8);

    private static CalendarContent ReadJson(ReadOnlySpan<byte> text)
    {
        try
        {
            return text[0] == (byte)'[' ? new(null, CalendarContent.ReadAs<List<CalendarDay>>(text)) : CalendarContent.ReadAs<CalendarContent>(text);
        }
        catch (JsonException problem)
        {
            throw new UnreadableFileException(JsonAnswers.Describe(problem, "a calendar"));
        }
    }

    private static CalendarContent ReadTable(ImportFile table)
    {
        int ColumnOf(string[] headings) => table.Columns.ToList().FindIndex(column => headings.Contains(column.Trim(), StringComparer.OrdinalIgnoreCase));
        var (date, kind, name, hours) = (ColumnOf(DateHeadings), ColumnOf(KindHeadings), ColumnOf(NameHeadings), ColumnOf(HoursHeadings));
        if (date < 0 || kind < 0 || name < 0) throw new UnreadableFileException($"Expected the columns 日期, 类型 and 名称 (date, kind, name), but they are: {string.Join(", ", table.Columns.Take(20))}.");
        var days = new List<CalendarDay>();
        foreach (var row in table.Rows())
        {
            if (days.Count == CalendarContent.MostDays) throw new UnreadableFileException($"Expected at most {CalendarContent.MostDays} days, but there are more.");
            if (!DateOnly.TryParseExact(row[date], ["yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd", "yyyy-MM-dd HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw new UnreadableFileException($"Expected a date such as 2026-10-01 in row {days.Count + 2}, but it is '{row[date]}'.");
            if (!Kinds.TryGetValue(row[kind], out var what)) throw new UnreadableFileException($"Expected 休 or 班 (off or work) in row {days.Count + 2}, but it is '{row[kind]}'.");
            days.Add(new(day, what, row[name], hours < 0 || row[hours].Length == 0 ? null : row[hours].Split([';', '；', ',', '，'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        }

        return new(null, days);
    }
}
