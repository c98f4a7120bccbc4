using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HrBpm.Server.Features.Workflows.HttpEndpoints;

/// <summary>A form with files. What a flow sees of a file: <c>Name</c> of the field, <c>FileName</c>, <c>ContentType</c>, <c>Length</c> in bytes, and <c>Content</c>, which is kept with the instance.</summary>
/// <param name="Fields">The fields that are no files.</param>
/// <param name="Files">The files, in order.</param>
/// <param name="Problem">Why it cannot be taken.</param>
internal sealed record UploadedForm(IEnumerable<KeyValuePair<string, StringValues>> Fields, List<object?> Files, IResult? Problem = null)
{
    private const int MostFiles = 50, MostFields = 1024;

    /// <summary>Reads a form whose body is within the limit of the endpoint.</summary>
    public static async Task<UploadedForm> ReadAsync(HttpRequest request, byte[] body, HttpEndpointDemand demand, CancellationToken ct)
    {
        request.Body = new MemoryStream(body);
        IFormCollection form;
        try
        {
            form = await new FormFeature(request, new FormOptions { MultipartBodyLengthLimit = body.Length + 1, ValueLengthLimit = body.Length + 1, ValueCountLimit = MostFields, MemoryBufferThreshold = body.Length + 1 }).ReadFormAsync(ct);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return Refused(StatusCodes.Status400BadRequest, "endpoints.form-invalid", $"Expected a form of parts with at most {MostFields} fields, but it cannot be read as one.");
        }

        if (form.Files.Count > MostFiles) return Refused(StatusCodes.Status413PayloadTooLarge, "endpoints.too-many-files", $"Expected at most {MostFiles} files, but there are {form.Files.Count}.");
        var files = new List<object?>();
        foreach (var file in form.Files)
        {
            if (WhyNot(file, demand) is { } refused) return refused;
            using var content = new MemoryStream();
            await file.CopyToAsync(content, ct);
            files.Add(new Dictionary<string, object?>
            {
                ["Name"] = file.Name, ["FileName"] = NameOf(file), ["ContentType"] = TypeOf(file), ["Length"] = file.Length, ["Content"] = content.ToArray(),
            });
        }

        return new UploadedForm(form, files);
    }

    private static UploadedForm? WhyNot(IFormFile file, HttpEndpointDemand demand)
    {
        var (name, ending, type) = (NameOf(file), Path.GetExtension(NameOf(file)), TypeOf(file));
        if (file.Length > demand.FileSizeLimit) return Refused(StatusCodes.Status413PayloadTooLarge, "endpoints.file-too-large", $"Expected files of at most {demand.FileSizeLimit} bytes, but '{name}' has {file.Length}.");
        if (demand.BlockedFileExtensions.Any(e => IsEnding(e, ending)) || demand.AllowedFileExtensions.Count > 0 && !demand.AllowedFileExtensions.Any(e => IsEnding(e, ending)))
            return Refused(StatusCodes.Status415UnsupportedMediaType, "endpoints.file-extension", $"Expected files whose names end as the endpoint allows, but one is '{name}'.");
        return demand.AllowedMimeTypes.Count > 0 && !demand.AllowedMimeTypes.Any(t => IsType(t, type))
            ? Refused(StatusCodes.Status415UnsupportedMediaType, "endpoints.file-type", $"Expected files of {string.Join(", ", demand.AllowedMimeTypes)}, but '{name}' is {type}.")
            : null;
    }

    private static bool IsEnding(string wanted, string ending) => ("." + wanted.TrimStart('*').TrimStart('.')).Equals(ending, StringComparison.OrdinalIgnoreCase);

    private static bool IsType(string wanted, string type) => wanted.EndsWith("/*", StringComparison.Ordinal)
        ? type.StartsWith(wanted[..^1], StringComparison.OrdinalIgnoreCase)
        : wanted.Equals(type, StringComparison.OrdinalIgnoreCase);

    // Without a folder, which some browsers send along.
    private static string NameOf(IFormFile file) => Path.GetFileName(file.FileName.Replace('\\', '/'));

    private static string TypeOf(IFormFile file) => file.ContentType is { Length: > 0 } type ? type.Split(';')[0].Trim() : "application/octet-stream";

    private static UploadedForm Refused(int status, string code, string why) => new([], [], Problems.Problem(status, code, why));
}
