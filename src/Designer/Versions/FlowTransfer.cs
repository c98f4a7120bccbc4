using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Designer.Definitions;

namespace HrBpm.Designer.Versions;

/// <summary>A file that the server has made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Media type.</param>
/// <param name="Bytes">What it says.</param>
public sealed record ExportedFile(string Name, string Type, byte[] Bytes);

/// <summary>Brings definitions from one HrBpm or Elsa 3 server to another: as JSON, several as a ZIP.</summary>
/// <exception cref="FlowRefusedException">The server refused.</exception>
/// <exception cref="HttpRequestException">It could not be reached.</exception>
public sealed class FlowTransfer(HttpClient http)
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const long LargestFile = 20_000_000;

    /// <summary>A file of these versions: JSON for one, a ZIP for several.</summary>
    /// <param name="versionIds">The versions.</param>
    /// <param name="withUsers">Also the flows that use them.</param>
    public async Task<ExportedFile> ExportAsync(IEnumerable<string> versionIds, bool withUsers = false)
    {
        using var answer = await http.SendFlowAsync(new(HttpMethod.Post, "elsa/api/bulk-actions/export/workflow-definitions") { Content = JsonContent.Create(new { ids = versionIds, includeConsumingWorkflows = withUsers }) });
        var disposition = answer.Content.Headers.ContentDisposition;
        var name = disposition?.FileNameStar ?? disposition?.FileName?.Trim('"') ?? "workflow-definitions";
        return new(name, answer.Content.Headers.ContentType?.MediaType ?? "application/octet-stream", await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Takes definitions as drafts: all of them, or none.</summary>
    /// <param name="files">Names and contents; JSON files, and ZIP files of them.</param>
    /// <returns>How many definitions they held.</returns>
    public async Task<int> ImportAsync(IEnumerable<(string Name, Stream Content)> files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files) form.Add(new StreamContent(content), "files", name);
        using var answer = await http.SendFlowAsync(new(HttpMethod.Post, "elsa/api/workflow-definitions/import-files") { Content = form });
        return (int)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["count"]!;
    }
}
