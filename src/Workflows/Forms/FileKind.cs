namespace HrBpm.Workflows.Forms;

/// <summary>A kind of files that a form may ask for. What a file is, is told by its content; browsers only choose by these endings.</summary>
/// <param name="Name">As definitions write it.</param>
/// <param name="Accept">What a browser's file field takes.</param>
public sealed record FileKind(string Name, string Accept)
{
    /// <summary>Most files that one field may ask for.</summary>
    public const int Most = 20;

    /// <summary>Most files of a field that does not say how many.</summary>
    public const int Usual = 5;

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<FileKind> All { get; } =
    [
        new("picture", "image/png,image/jpeg,image/gif,image/webp"), new("pdf", ".pdf"), new("document", ".doc,.docx,.wps,.ofd,.txt,.md"),
        new("sheet", ".xls,.xlsx,.et,.csv"), new("slides", ".ppt,.pptx,.dps"), new("archive", ".zip"),
    ];

    /// <summary>The kinds of these names, in the order of <see cref="All"/>.</summary>
    public static IEnumerable<FileKind> Of(IEnumerable<string>? names) => All.Where(kind => names?.Contains(kind.Name) == true);

    /// <summary>What a browser's file field takes for these kinds; empty for any.</summary>
    public static string AcceptOf(IEnumerable<string>? names) => string.Join(',', Of(names).Select(kind => kind.Accept));
}
