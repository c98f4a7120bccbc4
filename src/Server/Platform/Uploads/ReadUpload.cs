using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Uploads;

/// <summary>A file that somebody sent, and that may be kept.</summary>
/// <param name="Name">Without a path, at most 255 characters.</param>
/// <param name="ContentType">As the browser names it; only ever sent back as a download.</param>
/// <param name="Content">All of it.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of the content.</param>
internal sealed record UploadedFile(string Name, string ContentType, byte[] Content, string Sha256);

/// <summary>Reads a file that somebody sends, and looks into it before it is kept.</summary>
internal sealed class ReadUpload(IEnumerable<IUploadScan> scans)
{
    private const int LongestName = 255;

    /// <summary>Codes of the two refusals: the size (413), and the content (415).</summary>
    public sealed record Codes(string Size, string Content);

    /// <param name="file">The file.</param>
    /// <param name="largest">Most bytes.</param>
    /// <param name="codes">What the refusals are called.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<(UploadedFile? File, ProblemHttpResult? Problem)> RunAsync(IFormFile file, int largest, Codes codes, CancellationToken ct)
    {
        if (file.Length == 0 || file.Length > largest) return (null, Problems.Problem(StatusCodes.Status413PayloadTooLarge, codes.Size, $"Expected a file of 1 to {largest} bytes, but it has {file.Length}."));
        var content = new byte[file.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(content, ct);
        var name = NameOf(file);
        foreach (var scan in scans)
            if (await scan.WhyNotAsync(content, name, ct) is { } problem) return (null, Problems.Problem(StatusCodes.Status415UnsupportedMediaType, codes.Content, problem));
        var type = file.ContentType is { Length: > 0 and <= LongestName } said ? said : "application/octet-stream";
        return (new(name, type, content, Convert.ToHexStringLower(SHA256.HashData(content))), null);
    }

    // Some browsers send the whole path of either kind.
    private static string NameOf(IFormFile file)
    {
        var name = string.Concat(file.FileName[(file.FileName.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c))).Trim();
        return name.Length == 0 ? "file" : name[..Math.Min(name.Length, LongestName)];
    }
}
