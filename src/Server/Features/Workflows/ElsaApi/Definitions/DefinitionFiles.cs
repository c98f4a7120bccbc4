using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Definitions as files: one is JSON, several are a ZIP of JSON files.</summary>
internal static class DefinitionFiles
{
    private const int MostEntries = 200;
    private static readonly JsonSerializerOptions Readable = new(ElsaJson.Options) { WriteIndented = true };

    /// <summary>A file that says what the definition says; without links, which mean nothing elsewhere.</summary>
    public static byte[] Write(JsonObject model)
    {
        model.Remove("links");
        return JsonSerializer.SerializeToUtf8Bytes(model, Readable);
    }

    public static byte[] Zip(IEnumerable<JsonObject> models)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var model in models)
            {
                using var entry = archive.CreateEntry(NameOf(model)).Open();
                entry.Write(Write(model));
            }
        }

        return zip.ToArray();
    }

    /// <summary>A name that tells versions apart and is a file name everywhere.</summary>
    public static string NameOf(JsonObject model)
    {
        var name = string.Concat(((string?)model["definitionId"] ?? "definition").Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-'));
        return $"{name}.v{model["version"]}.json";
    }

    /// <summary>Reads what somebody uploaded.</summary>
    /// <exception cref="DefinitionException">A file is too large when unpacked, or is neither JSON nor a ZIP of JSON files.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(IFormFile file, CancellationToken ct)
    {
        await using var stream = file.OpenReadStream();
        if (!file.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) return [await ReadAsync(stream, file.FileName, ct)];
        // An upload's stream is a part of the request's, in which a ZIP's table of contents is not found.
        using var zip = new MemoryStream();
        await stream.CopyToAsync(zip, ct);
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
            if (archive.Entries.Count > MostEntries) throw Wrong(file.FileName, $"at most {MostEntries} files, but it has {archive.Entries.Count}");
            var texts = new List<string>();
            foreach (var entry in archive.Entries.Where(e => e.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                await using var content = await entry.OpenAsync(ct);
                texts.Add(await ReadAsync(content, entry.FullName, ct));
            }

            return texts;
        }
        catch (InvalidDataException)
        {
            throw Wrong(file.FileName, "a ZIP file, but it cannot be read as one");
        }
    }

    // What a ZIP says of its sizes cannot be trusted, so it is counted while it is unpacked.
    private static async Task<string> ReadAsync(Stream stream, string name, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            content.Write(buffer, 0, count);
            if (content.Length > PlatformSetup.LargestBody) throw Wrong(name, $"at most {PlatformSetup.LargestBody} bytes, but it has more");
        }

        content.Position = 0;
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync(ct);
    }

    private static DefinitionException Wrong(string file, string but) => new([new DefinitionProblem("definitions.file", ProblemSeverity.Error, "", $"Expected '{file}' to be or have {but}.", $"文件“{file}”应为大小合适的流程定义文件或其 ZIP，但它无法使用。")]);
}
