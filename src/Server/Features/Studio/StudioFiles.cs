using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace HrBpm.Server.Features.Studio;

/// <summary>Studio's files. Nothing outside its folder can be reached.</summary>
internal sealed class StudioFiles(StudioOptions options) : IDisposable
{
    private readonly PhysicalFileProvider files = new(Path.GetFullPath(options.Folder ?? AppContext.BaseDirectory));
    private readonly FileExtensionContentTypeProvider types = new();

    /// <summary>Where a file is; null when there is none.</summary>
    public string? Find(string path) => files.GetFileInfo(path) is { Exists: true, IsDirectory: false, PhysicalPath: { } found } ? found : null;

    public string TypeOf(string path) => types.TryGetContentType(path, out var type) ? type : "application/octet-stream";

    public void Dispose() => files.Dispose();
}
