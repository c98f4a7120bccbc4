using HrBpm.Workflows;

namespace HrBpm.Server.Features.SignIn;

/// <summary>What a new password has to be like: long and not easy to guess. Which characters it is made of is left to its person (NIST SP 800-63B-4, 3.1.1.2).</summary>
internal sealed class PasswordRules(SignInOptions options, BreachedPasswords breached)
{
    private const int Longest = 256, ShortestTelling = 4;
    private static readonly string[] Rows = ["abcdefghijklmnopqrstuvwxyz", "0123456789012345678901234567890", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

    /// <summary>Why this password is not taken; null when it is.</summary>
    /// <param name="password">The new password.</param>
    /// <param name="names">What anybody knows of the person, such as the user name: a password may not be little more than that.</param>
    /// <param name="hasSecondFactor">Whether the account is protected by a second factor as well.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Refusal?> WhyNotAsync(string password, IEnumerable<string> names, bool hasSecondFactor, CancellationToken ct)
    {
        var normal = PasswordHashing.NormalFormOf(password);
        var length = normal.EnumerateRunes().Count();
        var shortest = hasSecondFactor ? options.PasswordLengthWithSecondFactor : options.PasswordLength;
        if (length < shortest) return new("password.short.invalid", $"Expected a password of at least {shortest} characters, but it has {length}. Several words are easy to remember.");
        if (length > Longest) return new("password.long.invalid", $"Expected a password of at most {Longest} characters, but it has {length}.");
        if (IsGuessable(normal.ToLowerInvariant(), [.. names, "hrbpm"], shortest))
            return new("password.guessable.invalid", "Expected a password that is hard to guess, but it is a name of yours, a row of keys or a repetition, with little added.");
        return await breached.HaveAsync(normal, ct) ? new("password.breached.invalid", "Expected a password that nobody knows, but it is in a list of stolen passwords.") : null;
    }

    // What is left when everything is taken away that an attacker tries first has to be half of the shortest password.
    private static bool IsGuessable(string password, IEnumerable<string> names, int shortest)
    {
        var words = names.SelectMany(n => n.ToLowerInvariant().Split(['.', '@', ' ', '-', '_']).Append(n.ToLowerInvariant())).Where(w => w.Length >= ShortestTelling).OrderByDescending(w => w.Length);
        var left = words.Aggregate(password, (rest, word) => rest.Replace(word, "", StringComparison.Ordinal));
        return new string([.. WithoutRuns(left)]).Length < shortest / 2 || left.Distinct().Count() < ShortestTelling;
    }

    // A character that the keyboard, the alphabet or the one before already told counts for nothing.
    private static IEnumerable<char> WithoutRuns(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (i == 0 || text[i] != text[i - 1] && !Rows.Any(row => IsNext(row, text[i - 1], text[i])))
                yield return text[i];
    }

    private static bool IsNext(string row, char before, char now) =>
        row.Contains($"{before}{now}", StringComparison.Ordinal) || row.Contains($"{now}{before}", StringComparison.Ordinal);
}
