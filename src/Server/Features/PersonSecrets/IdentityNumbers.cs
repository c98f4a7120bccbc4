using System.Globalization;
using System.Text.RegularExpressions;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>The one form of an identity number, and whether it can be one. No message repeats the number: messages reach logs.</summary>
/// <remarks>Resident numbers: GB 11643-1999 公民身份号码, with the check character of ISO 7064 MOD 11-2 (GB/T 17710).</remarks>
internal static partial class IdentityNumbers
{
    private const string Code = "person-secrets.identity-number.invalid", CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private static readonly DateOnly Earliest = new(1880, 1, 1);

    /// <summary>The number as it is stored and searched for: without blanks, upper-case.</summary>
    public static string Normalise(string number) => string.Concat(number.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();

    /// <param name="kind">What it is the number of.</param>
    /// <param name="number">The number, normalised.</param>
    /// <param name="today">No birth is later.</param>
    /// <returns>Why it cannot be such a number; null when it can.</returns>
    public static Refusal? WhyNot(IdentityKind kind, string number, DateOnly today) => kind == IdentityKind.Passport
        ? Passport().IsMatch(number) ? null : new(Code, $"Expected a passport number of 5 to 20 letters and digits, but it has {number.Length} characters or others.")
        : WhyNotResident(number, today) is { } problem ? new(Code, problem) : null;

    private static string? WhyNotResident(string number, DateOnly today)
    {
        if (number.Length != 18) return $"Expected an identity number of 18 characters, but it has {number.Length}.";
        if (!Resident().IsMatch(number)) return "Expected an identity number of 17 digits and a digit or X, but there is something else in it.";
        if (!Province().IsMatch(number)) return $"Expected an identity number to begin with the code of a province, but it begins with {number[..2]}.";
        if (!DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) || born < Earliest || born > today)
            return "Expected characters 7 to 14 of the identity number to be a date of birth, but they are none.";
        return CheckCharacters[number[..17].Select((digit, n) => (digit - '0') * Weights[n]).Sum() % 11] == number[17]
            ? null
            : "Expected the last character of the identity number to be the check character of the others, but it is not: one of them is mistyped.";
    }

    [GeneratedRegex("^[0-9]{17}[0-9X]$")]
    private static partial Regex Resident();

    // GB/T 2260; 9 begins the numbers of foreigners with permanent residence.
    [GeneratedRegex("^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[0-9])")]
    private static partial Regex Province();

    [GeneratedRegex("^[A-Z0-9]{5,20}$")]
    private static partial Regex Passport();
}
