namespace HrBpm.Server.Platform;

/// <summary>The folder for what the server writes on its own machine. Setting <c>Data:Folder</c>; a relative path starts at the content root.</summary>
/// <remarks>
/// The content root is the project folder under <c>dotnet run</c>, and the folder of the program once it is published: wherever the
/// server is started from, it finds the same settings and the same database.
/// </remarks>
internal static class DataFolder
{
    /// <summary>Where <c>appsettings.json</c> lies.</summary>
    public static string ContentRoot() =>
        File.Exists(Path.Combine(Environment.CurrentDirectory, "Server.csproj")) ? Environment.CurrentDirectory : AppContext.BaseDirectory;

    /// <summary>Path of a file in the data folder, which is made when it is missing.</summary>
    public static string PathOf(WebApplicationBuilder builder, string file)
    {
        var folder = Path.Combine(builder.Environment.ContentRootPath, builder.Configuration["Data:Folder"] ?? "data");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, file);
    }
}
