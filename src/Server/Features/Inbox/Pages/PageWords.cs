using System.Globalization;
using System.Resources;
using HrBpm.Designer.Texts;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Transport;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>How a page speaks to this person: in the language of the browser and the time of the person's branch.</summary>
/// <param name="isChinese">In Chinese; in English otherwise.</param>
/// <param name="timeZoneId">IANA time zone.</param>
/// <param name="nowUtc">The moment of the request.</param>
internal sealed class PageWords(bool isChinese, string timeZoneId, DateTime nowUtc)
{
    private static readonly ResourceManager English = new(typeof(Words));
    private static readonly CultureInfo ChineseDays = CultureInfo.GetCultureInfo("zh-CN"), EnglishDays = CultureInfo.GetCultureInfo("en-GB");

    private readonly TimeZoneInfo zone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZoneId, out var known) ? known : TimeZoneInfo.Utc;

    public static PageWords Of(HttpContext http, CurrentUser.Identity person, DateTime nowUtc) =>
        new(PageLanguage.IsChinese(http.Request), person.TimeZoneId, nowUtc) { DemoPassword = http.RequestServices.GetRequiredService<DemoOptions>().Seed ? DemoGroup.Password : null };

    /// <summary>For somebody who is not known; times are in UTC.</summary>
    public static PageWords OfNobody(HttpContext http) => new(PageLanguage.IsChinese(http.Request), "UTC", http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);

    public bool IsChinese => isChinese;

    /// <summary>The password of everybody in the demo, to remind of it; null on any other server.</summary>
    public string? DemoPassword { get; private init; }

    /// <summary>One of two texts that say the same.</summary>
    public string Say(string chinese, string english) => isChinese ? chinese : english;

    /// <summary>A text of the app, which has its English there.</summary>
    public string Known(string chinese) => isChinese ? chinese : English.GetString(chinese, EnglishDays) ?? chinese;

    /// <summary>今天 18:00, 明天 09:00, 11-26 周四, 2027-06-01.</summary>
    public string When(DateTime utc)
    {
        var (at, today) = (Local(utc), Local(nowUtc));
        var time = at.ToString("HH:mm", CultureInfo.InvariantCulture);
        return (at.Date - today.Date).Days switch
        {
            0 => $"{Say("今天", "today")} {time}",
            1 => $"{Say("明天", "tomorrow")} {time}",
            -1 => $"{Say("昨天", "yesterday")} {time}",
            _ => at.Year == today.Year ? at.ToString("MM-dd ddd", isChinese ? ChineseDays : EnglishDays) : at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>11-20 14:40.</summary>
    public string Stamp(DateTime utc) => Local(utc).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>2026-11-23 14:06:32.</summary>
    public string Exact(DateTime utc) => Local(utc).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>3 天, 5 小时, 12 分钟.</summary>
    public string Length(TimeSpan length) => length switch
    {
        { TotalDays: >= 1 } => Say($"{(int)length.TotalDays} 天", $"{(int)length.TotalDays} d"),
        { TotalHours: >= 1 } => Say($"{(int)length.TotalHours} 小时", $"{(int)length.TotalHours} h"),
        _ => Say($"{Math.Max(1, (int)length.TotalMinutes)} 分钟", $"{Math.Max(1, (int)length.TotalMinutes)} min"),
    };

    /// <summary>By when, and how loud that is said.</summary>
    public (string Text, string Class) Due(DateTime dueUtc) => dueUtc < nowUtc
        ? (Say($"逾期 {Length(nowUtc - dueUtc)}", $"{Length(nowUtc - dueUtc)} overdue"), "bad")
        : (When(dueUtc), dueUtc - nowUtc < TimeSpan.FromHours(4) ? "bad" : Local(dueUtc).Date == Local(nowUtc).Date ? "warn" : "");

    /// <summary>How long it has taken until now.</summary>
    public string Since(DateTime utc) => Length(nowUtc - utc);

    /// <summary>The names, one after the other.</summary>
    public string List(IEnumerable<string> names) => string.Join(Say("、", ", "), names);

    private DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);
}
