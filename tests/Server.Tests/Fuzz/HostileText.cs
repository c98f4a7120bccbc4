namespace HrBpm.Server.Tests.Fuzz;

/// <summary>Text that programs trip over.</summary>
internal static class HostileText
{
    /// <summary>JSON strings, quotes included, whose text is no text: what no database and no reader can keep as it came.</summary>
    public static readonly (string What, string Json)[] Unusable =
    [
        ("NUL", "\"a\\u0000b\""),
        ("lone high surrogate", "\"a\\ud800b\""),
        ("lone low surrogate", "\"\\udc00\""),
        ("surrogates in the wrong order", "\"\\ude00\\ud83d\""),
    ];

    /// <summary>Texts that may mean something, or are refused, but break nothing.</summary>
    public static IReadOnlyList<(string What, string Text)> Odd(Random random) =>
    [
        ("nothing", ""),
        ("blanks", " \t\u00a0\u3000 "),
        ("right-to-left override", "\u202egnp.exe\u202c"),
        ("combining marks", "e" + string.Concat(Enumerable.Repeat("\u0301\u0323\u035b", 200))),
        ("emoji of several code points", "👩‍👩‍👧‍👦🏴\U000e0067\U000e0062\U000e007f"),
        ("twins before normalisation", "Ame\u0301lie Amélie ﬁ Å Å"),
        ("look-alikes", "аdmin Αdmin"),
        ("zero width", "ad\u200bmin\ufeff"),
        ("no characters", "\ufffe\uffff\U0001fffe"),
        ("control characters", "\u0001\u0008\u001b[31m\u007f\u0085"),
        ("lines", "a\r\nSet-Cookie: x=y\r\n\r\n<b>"),
        ("line separators", "a\u2028b\u2029c"),
        ("SQL", "'; DROP TABLE people; -- %_\\"),
        ("a pattern", "(a+)+$[[:alpha:]]{1,99999}"),
        ("a template", "{{ 7 | times: 7 }} ${7*7} #{7*7} <%= 7*7 %>"),
        ("a script", "while(true){}//<script>alert(1)</script>"),
        ("a formula", "=cmd|' /C calc'!A0"),
        ("a path", "../../../../etc/passwd\\..\\..\\windows\\win.ini"),
        ("an address", "http://169.254.169.254/latest/meta-data"),
        ("a format", "%s%n%x {0} {99999}"),
        ("a number", "-0"), ("a large number", "1e309"), ("an empty id", "00000000-0000-0000-0000-000000000000"),
        ("JSON", "{\"$type\":\"System.Object\",\"$ref\":\"1\"}"),
        // Random, so that no database can make it small again: an index keeps 2,704 bytes of it.
        ("long", Long(random, 9_000)),
        ("very long", Long(random, 200_000)),
        ("long Chinese", new string('漢', 60_000)),
    ];

    public static string Long(Random random, int length) => string.Create(length, random, (text, source) =>
    {
        for (var n = 0; n < text.Length; n++) text[n] = (char)source.Next('0', 'z');
    });
}
