using System.Globalization;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Days as people write them in tables.</summary>
internal static class ImportDays
{
    private static readonly string[] Formats =
        ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日", "yyyy-M-d HH:mm:ss", "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "d MMM yyyy", "d-MMM-yyyy"];

    // Excel counts days from 1899-12-30. A cell that is formatted as a number shows that count; smaller or larger ones are something else.
    private const int FirstSerial = 18_264, LastSerial = 73_050;

    /// <summary>The day; null when it is none.</summary>
    public static DateOnly? Read(string text)
    {
        if (DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return DateOnly.FromDateTime(day);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) && serial is >= FirstSerial and <= LastSerial ? new DateOnly(1899, 12, 30).AddDays(serial) : null;
    }
}
