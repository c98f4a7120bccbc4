using System.Net.Http.Headers;
using System.Text;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>A request that differs from a right one in a single way.</summary>
/// <param name="What">The difference, in words.</param>
/// <param name="IsWrong">Whether the document itself says that it is wrong: then the server has to refuse it. Otherwise it may be right, and the server has to survive it.</param>
/// <param name="Address">Path and query, as they go over the line.</param>
/// <param name="Content">Makes the body; null for none.</param>
internal sealed record Mutant(string What, bool IsWrong, string Address, Func<HttpContent?> Content)
{
    /// <summary>JSON as text, whether it is any or not.</summary>
    public static HttpContent Json(string text, string mediaType = "application/json") => Bytes(Encoding.UTF8.GetBytes(text), mediaType);

    /// <summary>A body of any bytes.</summary>
    public static HttpContent Bytes(byte[] bytes, string? mediaType = "application/json")
    {
        var content = new ByteArrayContent(bytes);
        if (mediaType is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }
}
