using System.IO.Compression;

namespace HrBpm.Server.Platform.Uploads;

/// <summary>Tells what kind of file a content is. The name counts only among kinds that look the same from outside.</summary>
internal static class FileKinds
{
    private static readonly byte[] Zip = "PK\x03\x04"u8.ToArray(), Ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>picture, pdf, document, sheet, slides or archive; null for anything else.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">Its name.</param>
    public static string? Of(byte[] content, string name) => ShownType(content) switch
    {
        "application/pdf" => "pdf",
        { } => "picture",
        null when content.AsSpan().StartsWith(Zip) => OfZip(content),
        null when content.AsSpan().StartsWith(Ole) => Path.GetExtension(name).ToLowerInvariant() switch { ".doc" or ".wps" => "document", ".xls" or ".et" => "sheet", ".ppt" or ".dps" => "slides", _ => null },
        null when !content.AsSpan(0, Math.Min(content.Length, 4096)).Contains((byte)0) => Path.GetExtension(name).ToLowerInvariant() switch { ".txt" or ".md" => "document", ".csv" => "sheet", _ => null },
        _ => null,
    };

    /// <summary>The type of a content that a page of ours may show; null for what is only ever a download.</summary>
    public static string? ShownType(ReadOnlySpan<byte> content) => content switch
    {
        _ when content.StartsWith("%PDF-"u8) => "application/pdf",
        _ when content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) => "image/png",
        _ when content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => "image/jpeg",
        _ when content.StartsWith("GIF8"u8) => "image/gif",
        _ when content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8) => "image/webp",
        _ => null,
    };

    // Office files are archives with a part of a known name. Only the list of parts is read, so nothing is unpacked.
    private static string? OfZip(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content, writable: false));
            var parts = zip.Entries.Select(entry => entry.FullName).Take(10_000).ToHashSet(StringComparer.OrdinalIgnoreCase);
            return parts.Contains("word/document.xml") || parts.Contains("OFD.xml") ? "document" : parts.Contains("xl/workbook.xml") ? "sheet" : parts.Contains("ppt/presentation.xml") ? "slides" : "archive";
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
