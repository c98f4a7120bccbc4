using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>What was decided about a row, as it is stored until the import is applied.</summary>
internal sealed record DecidedRow(
    string Name, string UserName, string Email, string? Phone, string? WeComUserId, string? DingTalkUnionId, Guid BranchId, Guid DepartmentId, Guid PositionId, string? NewPosition,
    Guid? ManagerId, Guid? DottedLineManagerId, Guid? HrBpId, DateOnly From, DateOnly? Until, IReadOnlyList<string>? Errors, IReadOnlyList<string>? Warnings, IReadOnlyList<string>? Changes,
    IReadOnlyDictionary<string, JsonNode>? Own);

/// <summary>Decisions about some rows, packed.</summary>
internal static class DecidedRows
{
    /// <summary>How many rows are decided about between two moments at which the import may be broken off without losing anything.</summary>
    public const int RowsInChunk = 2_000;

    /// <summary>Packs them.</summary>
    public static byte[] Write(IEnumerable<DecidedRow> rows)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest)) JsonSerializer.Serialize(zip, rows);
        return packed.ToArray();
    }

    /// <summary>Reads them.</summary>
    public static List<DecidedRow> Read(byte[] packed)
    {
        using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<List<DecidedRow>>(zip)!;
    }
}
