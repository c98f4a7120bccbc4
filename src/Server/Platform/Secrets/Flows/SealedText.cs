using System.Text;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Platform.Secrets.Flows;

/// <summary>Where a sealed text stands. It opens there, and nowhere else.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Row">The row's key, as text.</param>
/// <param name="Column">Name of the column.</param>
internal readonly record struct TextPlace(string Table, string Row, string Column)
{
    public byte[] ToContext() => Encoding.UTF8.GetBytes($"HrBpm.Text\0{Table}\0{Row}\0{Column}");
}

/// <summary>The form in which a text is stored sealed: a mark that no JSON begins with, and <see cref="SealedBytes"/> in base64.</summary>
internal static class SealedText
{
    private const string Mark = "sealed:";

    /// <summary>True for a text in that form. Of a text that people write freely, its row says whether it is sealed.</summary>
    public static bool Is(string? stored) => stored?.StartsWith(Mark, StringComparison.Ordinal) == true;

    public static string Seal(OpenKey key, TextPlace place, string plain) => Mark + Convert.ToBase64String(SealedBytes.Seal(key.Bytes, key.Id, Encoding.UTF8.GetBytes(plain), place.ToContext()));

    /// <summary>The id of the key that sealed it; null when it has not the form of something sealed.</summary>
    public static Guid? KeyIdOf(string stored) => BytesOf(stored) is { } bytes ? SealedBytes.KeyIdOf(bytes) : null;

    /// <summary>What was sealed; null when it was changed, belongs elsewhere, or another key sealed it.</summary>
    public static string? Open(byte[] key, TextPlace place, string stored) =>
        BytesOf(stored) is { } bytes && SealedBytes.Open(key, bytes, place.ToContext()) is { } plain ? Encoding.UTF8.GetString(plain) : null;

    private static byte[]? BytesOf(string stored)
    {
        if (!Is(stored)) return null;
        var bytes = new byte[(stored.Length - Mark.Length) / 4 * 3 + 3];
        return Convert.TryFromBase64Chars(stored.AsSpan(Mark.Length), bytes, out var length) ? bytes[..length] : null;
    }
}

/// <summary>A row, of whatever feature, with texts of a workflow instance. Those of a confidential instance are sealed with the run that writes them.</summary>
internal interface IFlowTexts
{
    /// <summary>The instance.</summary>
    string InstanceId { get; }

    /// <summary>True when its texts are stored sealed.</summary>
    bool IsSealed { get; set; }

    /// <summary>Table and key.</summary>
    (string Table, string Row) Place { get; }

    /// <summary>Its texts by column; null where there is none.</summary>
    IReadOnlyDictionary<string, string?> Texts { get; }

    /// <summary>Puts a text in the place of the column's.</summary>
    void Put(string column, string text);
}
