using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>What the reader of a report may not see in it, whoever had the file checked: phone numbers, without the permission for contacts of the whole company.</summary>
internal sealed class HiddenCells
{
    /// <summary>Hides nothing.</summary>
    public static readonly HiddenCells None = new(isHiding: false, null);

    private const string Change = "phone: ", Unfit = "Expected a phone number";
    private readonly bool isHiding;
    private readonly int? column;

    private HiddenCells(bool isHiding, int? column) => (this.isHiding, this.column) = (isHiding, column);

    /// <summary>For a reader of a report.</summary>
    /// <param name="user">The reader.</param>
    /// <param name="mapping">Of the import.</param>
    /// <param name="columns">Of the file.</param>
    public static HiddenCells Of(CurrentUser user, string? mapping, IReadOnlyList<string> columns)
    {
        if (ImportMapping.SeesPhones(user)) return None;
        var heading = mapping is null ? null : ImportMapping.Read(mapping).Product.GetValueOrDefault(ImportField.Phone);
        return new(isHiding: true, heading is null ? null : columns.ToList().IndexOf(heading));
    }

    /// <summary>A row as the reader sees it.</summary>
    public ReportRow Of(ReportRow row) => !isHiding ? row : row with
    {
        Changes = [.. row.Changes.Select(c => c.StartsWith(Change, StringComparison.Ordinal) ? Change + "changed" : c)],
        Errors = [.. row.Errors.Select(e => e.StartsWith(Unfit, StringComparison.Ordinal) ? Unfit + ", but it is none." : e)],
        Cells = row.Cells is { } cells && column is { } hidden ? [.. cells.Select((cell, n) => n == hidden ? "" : cell)] : row.Cells,
    };
}
