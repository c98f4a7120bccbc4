using System.Collections.Frozen;

namespace HrBpm.Server.Platform.Uploads;

/// <summary>Tells by its first bytes what a file is: neither its name nor what the browser says of it is believed.</summary>
internal sealed class FileSignatures : IUploadScan
{
    private static readonly byte[] Zip = "PK\x03\x04"u8.ToArray(), Ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], Jpeg = [0xFF, 0xD8, 0xFF];

    private static readonly FrozenDictionary<string, byte[]> ByExtension = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = "%PDF-"u8.ToArray(), [".png"] = [0x89, 0x50, 0x4E, 0x47], [".gif"] = "GIF8"u8.ToArray(), [".jpg"] = Jpeg, [".jpeg"] = Jpeg,
        [".zip"] = Zip, [".docx"] = Zip, [".xlsx"] = Zip, [".pptx"] = Zip, [".ofd"] = Zip, [".doc"] = Ole, [".xls"] = Ole, [".ppt"] = Ole,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly byte[][] Programs = ["MZ"u8.ToArray(), [0x7F, 0x45, 0x4C, 0x46], [0xCF, 0xFA, 0xED, 0xFE], [0xCE, 0xFA, 0xED, 0xFE], [0xCA, 0xFE, 0xBA, 0xBE], "#!"u8.ToArray()];

    public Task<string?> WhyNotAsync(ReadOnlyMemory<byte> content, string fileName, CancellationToken ct) => Task.FromResult(WhyNot(content.Span, Path.GetExtension(fileName)));

    private static string? WhyNot(ReadOnlySpan<byte> content, string extension)
    {
        if (ByExtension.TryGetValue(extension, out var expected)) return content.StartsWith(expected) ? null : $"Expected the content of a {extension} file, but it is something else.";
        foreach (var program in Programs)
            if (content.StartsWith(program)) return "Expected a document, but the file is a program.";
        return null;
    }
}
