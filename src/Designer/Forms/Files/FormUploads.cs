namespace HrBpm.Designer.Forms.Files;

/// <summary>Where the attachment fields of a form send their files, and whether one is still on its way. Without one around it, a form takes sample files.</summary>
/// <param name="addressOf">Where files of a field go, by its key.</param>
/// <param name="placeOf">Where a file of a field can be had, by the field's key and the file's id; null where all files of forms are.</param>
public sealed class FormUploads(Func<string, string> addressOf, Func<string, string, string>? placeOf = null)
{
    private int running;

    /// <param name="address">Address in front of the field's key, for example <c>api/start/leave/files</c>.</param>
    public FormUploads(string address) : this(key => $"{address}/{Uri.EscapeDataString(key)}") { }

    /// <summary>A file is still on its way, so the form is not complete.</summary>
    public bool IsRunning => running > 0;

    /// <summary>Where files of a field go.</summary>
    public string Of(string key) => addressOf(key);

    /// <summary>The file with the place where it can be had.</summary>
    public FormFile At(string key, FormFile file) => placeOf is null ? file : file with { Place = placeOf(key, file.Id) };

    internal void Begin() => running++;

    internal void End() => running--;
}
