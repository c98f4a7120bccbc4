using System.Globalization;
using System.Net.Mail;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.Org.Structure;

/// <summary>What texts of people and of the organisation have to look like, wherever they come from: a form or a file.</summary>
internal static class OrgTexts
{
    /// <summary>Longest name of anybody or anything, in characters.</summary>
    public const int LongestName = 100;

    /// <summary>Why this is no name; null when it is one.</summary>
    public static Refusal? WhyNotName(string? name, string what) =>
        string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl)
            ? new Refusal("org.name.invalid", $"Expected {what} of 1 to {LongestName} characters on one line, but it is '{Shown(name)}'.")
            : null;

    /// <summary>Why this is no employee number or user name; null when it is one.</summary>
    public static Refusal? WhyNotCode(string? code, string what) =>
        string.IsNullOrWhiteSpace(code) || code.Length > LongestName || code.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            ? new Refusal("org.code.invalid", $"Expected {what} of 1 to {LongestName} characters without blanks, but it is '{Shown(code)}'.")
            : null;

    /// <summary>Why this is no e-mail address; null when it is one.</summary>
    public static Refusal? WhyNotEmail(string? email) =>
        email is { Length: <= 200 } && MailAddress.TryCreate(email, out var read) && read.Address == email
            ? null
            : new Refusal("people.email.invalid", $"Expected an e-mail address like wang.qiang@example.com, but it is '{Shown(email)}'.");

    /// <summary>Why this is no phone number; null when it is one, or when there is none.</summary>
    public static Refusal? WhyNotPhone(string? phone) =>
        phone is null || (phone.Length <= 40 && phone.Count(char.IsAsciiDigit) is >= 5 and <= 20 && phone.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '-' or '(' or ')'))
            ? null
            : new Refusal("people.phone.invalid", $"Expected a phone number of 5 to 20 digits, such as +86 138 0000 1006, but it is '{Shown(phone)}'.");

    /// <summary>Why these are no first and last day; null when they are.</summary>
    public static Refusal? WhyNotDays(DateOnly from, DateOnly? until) =>
        from.Year < 1900 || until?.Year > 2200 ? new Refusal("org.days.invalid", $"Expected days from 1900 to 2200, but got {from:yyyy-MM-dd} to {until:yyyy-MM-dd}.")
        : until < from ? new Refusal("org.days.invalid", $"Expected a last day on or after the first, {from:yyyy-MM-dd}, but it is {until:yyyy-MM-dd}.")
        : null;

    /// <summary>Why this is no IANA time zone; null when it is one.</summary>
    public static Refusal? WhyNotTimeZone(string timeZoneId) => TimeZoneInfo.TryFindSystemTimeZoneById(timeZoneId, out var zone) && zone.HasIanaId
        ? null
        : new Refusal("branches.time-zone.invalid", $"Expected an IANA time zone such as Asia/Shanghai, but it is '{Shown(timeZoneId)}'.");

    /// <summary>Why this is no language; null when it is one.</summary>
    public static Refusal? WhyNotLocale(string locale, string code) => IsLocale(locale) ? null : new Refusal(code, $"Expected a language such as zh-CN, but it is '{Shown(locale)}'.");

    // Asked by name: the list of all cultures leaves out the usual short names, such as zh-CN.
    private static bool IsLocale(string name)
    {
        try
        {
            return name.Length <= 35 && CultureInfo.GetCultureInfo(name, predefinedOnly: true).Name.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    private static string Shown(string? text) => text is { Length: > 60 } ? text[..(char.IsHighSurrogate(text[59]) ? 59 : 60)] + "…" : text ?? "";
}
