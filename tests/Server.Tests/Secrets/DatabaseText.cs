using System.Text;

namespace HrBpm.Server.Tests.Secrets;

/// <summary>Everything that a database holds, as whoever steals it would read it.</summary>
internal static class DatabaseText
{
    /// <summary>The output of the real <c>pg_dump</c>, or the bytes of the SQLite file with its write-ahead log.</summary>
    public static async Task<string> OfAsync(FreshDatabase database)
    {
        if (database.Kind == TestDatabase.Postgres) return await PgDump.TextAsync(database.ConnectionString);
        var bytes = new StringBuilder();
        foreach (var file in Directory.GetFiles(database.Folder, "hrbpm.db*").Where(f => !f.EndsWith(".start", StringComparison.Ordinal)))
        {
            try
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var copy = new MemoryStream();
                await stream.CopyToAsync(copy);
                bytes.Append(Encoding.Latin1.GetString(copy.ToArray()));
            }
            catch (FileNotFoundException) when (!file.EndsWith(".db", StringComparison.Ordinal))
            {
                // Whoever closes the last connection takes the log and its index away; what was in them is in the file then.
            }
        }
        return bytes.ToString();
    }

    /// <summary>Fails when the text is there as it is, in UTF-8, or in hexadecimal.</summary>
    public static void ShouldNotContainAnywhere(this string dump, string plain)
    {
        var utf8 = Encoding.UTF8.GetBytes(plain);
        foreach (var form in (string[])[plain, Encoding.Latin1.GetString(utf8), Convert.ToHexStringLower(utf8)])
            dump.IndexOf(form, StringComparison.Ordinal).ShouldBe(-1, $"{plain} is in the database: {Around(dump, form)}");
    }

    private static string Around(string dump, string form) => dump.IndexOf(form, StringComparison.Ordinal) is >= 0 and var at ? dump[Math.Max(0, at - 500)..Math.Min(dump.Length, at + 100)] : "";
}
