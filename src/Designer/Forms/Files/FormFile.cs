using System.Text.Json.Nodes;

namespace HrBpm.Designer.Forms.Files;

/// <summary>A file of an attachment field, as answers name it.</summary>
/// <param name="Id">The file.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Size">In bytes.</param>
/// <param name="IsSample">It was never uploaded: it stands for one in a dry run or a preview.</param>
public sealed record FormFile(string Id, string Name, long Size, bool IsSample)
{
    private const string SampleId = "00000000-0000-0000-0000-0000000005a";

    /// <summary>Where it can be had instead of where files of forms are; null for those.</summary>
    public string? Place { get; init; }

    /// <summary>Where it can be had.</summary>
    public string Address => Place ?? $"api/files/{Uri.EscapeDataString(Id)}";

    /// <summary>The files of a value; null where it holds something else.</summary>
    public static IReadOnlyList<FormFile>? AllOf(JsonNode? value) =>
        value is JsonArray { Count: > 0 } list && list.All(IsFile) ? [.. list.Select(Read)] : null;

    /// <summary>One that stands for a file where none is uploaded.</summary>
    /// <param name="number">Which, from 0.</param>
    public static JsonObject Sample(int number = 0) => new() { ["id"] = $"{SampleId}{number % 10}", ["name"] = $"样例{(number == 0 ? "" : number + 1)}.pdf", ["size"] = 12_345, ["sha256"] = new string('0', 64) };

    private static bool IsFile(JsonNode? node) => node is JsonObject file && file["id"] is not null && file["sha256"] is not null && file["size"] is not null;

    private static FormFile Read(JsonNode? file) => new(file!["id"]!.ToString(), file["name"]?.ToString() ?? "", long.TryParse(file["size"]!.ToString(), out var size) ? size : 0, file["id"]!.ToString().StartsWith(SampleId, StringComparison.Ordinal));
}
