using System.Globalization;

namespace HrBpm.Activities.Org;

/// <summary>A moment as somebody reads it: in their time zone, and in the way of their language.</summary>
public static class LocalMoment
{
    /// <summary>Whether texts are in Chinese for this language; they are in English for every other.</summary>
    public static bool IsChinese(string locale) => locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    /// <summary>For example <c>2026-09-02 09:00</c> in Chinese, <c>2 Sep 2026 09:00</c> in English: never a date whose day and month could be taken for each other.</summary>
    /// <param name="utc">The moment.</param>
    /// <param name="timeZoneId">IANA time zone; with one that this machine does not know, the moment is written in UTC and says so.</param>
    /// <param name="locale">Language, for example <c>en-GB</c>.</param>
    public static string Text(DateTime utc, string timeZoneId, string locale) => TimeZoneInfo.TryFindSystemTimeZoneById(timeZoneId, out var zone)
        ? TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone).ToString(Form(locale), CultureOf(locale))
        : utc.ToString(Form(locale) + " 'UTC'", CultureOf(locale));

    private static string Form(string locale) => IsChinese(locale) ? "yyyy-MM-dd HH:mm" : "d MMM yyyy HH:mm";

    private static CultureInfo CultureOf(string locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }
}
