namespace HrBpm.Designer.Forms.Files;

/// <summary>Where the attachment fields of a form send their files, and whether one is still on its way. Without one around it, a form takes sample files.</summary>
/// <param name="address">Address in front of the field's key, for example <c>api/start/leave/files</c>.</param>
public sealed class FormUploads(string address)
{
    private int running;

    /// <summary>A file is still on its way, so the form is not complete.</summary>
    public bool IsRunning => running > 0;

    /// <summary>Where files of a field go.</summary>
    public string Of(string key) => $"{address}/{Uri.EscapeDataString(key)}";

    internal void Begin() => running++;

    internal void End() => running--;
}
