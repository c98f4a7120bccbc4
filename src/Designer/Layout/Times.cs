using System.Globalization;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Layout;

/// <summary>Moments as people say them, in the browser's time zone.</summary>
public static class Times
{
    /// <summary>今天 18:00, 明天 09:00, 11-26 周四, 2027-06-01.</summary>
    public static string Say(DateTimeOffset moment, DateTimeOffset now, IStringLocalizer<Words> l)
    {
        var (at, today) = (moment.ToLocalTime(), now.ToLocalTime());
        return (at.Date - today.Date).Days switch
        {
            0 => $"{l["今天"]} {at:HH:mm}",
            1 => $"{l["明天"]} {at:HH:mm}",
            -1 => $"{l["昨天"]} {at:HH:mm}",
            _ => at.Year == today.Year ? $"{at:MM-dd} {DayOf(at)}" : $"{at:yyyy-MM-dd}",
        };
    }

    /// <summary>11-20 14:40.</summary>
    public static string Stamp(DateTimeOffset moment) => moment.ToLocalTime().ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>How long something took, or takes: 3 天, 5 小时, 12 分钟.</summary>
    public static string Length(TimeSpan length, IStringLocalizer<Words> l) => length switch
    {
        { TotalDays: >= 1 } => string.Format(CultureInfo.CurrentCulture, l["{0} 天"], (int)length.TotalDays),
        { TotalHours: >= 1 } => string.Format(CultureInfo.CurrentCulture, l["{0} 小时"], (int)length.TotalHours),
        _ => string.Format(CultureInfo.CurrentCulture, l["{0} 分钟"], Math.Max(1, (int)length.TotalMinutes)),
    };

    /// <summary>When something is due, and how loud that is said.</summary>
    public static (string Text, string Class) Due(DateTimeOffset? due, bool isOverdue, DateTimeOffset now, IStringLocalizer<Words> l)
    {
        if (due is not { } at) return ("", "");
        if (isOverdue) return (string.Format(CultureInfo.CurrentCulture, l["逾期 {0}"], Length(now - at, l)), "bad b");
        var left = at - now;
        return (Say(at, now, l), left < TimeSpan.FromHours(4) ? "bad b" : at.ToLocalTime().Date == now.ToLocalTime().Date ? "warn" : "t3");
    }

    private static string DayOf(DateTimeOffset at) => at.ToString("ddd", CultureInfo.CurrentCulture);
}
