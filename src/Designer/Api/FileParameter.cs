namespace HrBpm.Designer.Api;

/// <summary>A file that is uploaded.</summary>
/// <param name="Data">Its bytes.</param>
/// <param name="FileName">Its name.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record FileParameter(Stream Data, string? FileName, string? ContentType);
