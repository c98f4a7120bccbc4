namespace HrBpm.Server.Platform.Exports;

/// <summary>Columns that no type tells, such as those of a company's own fields. A heading that is taken gets a number.</summary>
/// <param name="Headings">In both languages.</param>
/// <param name="CellsOf">The cells of a row, one for each heading.</param>
internal sealed record FurtherColumns(IReadOnlyList<(string Chinese, string English)> Headings, Func<object, IEnumerable<string?>> CellsOf)
{
    /// <summary>The headings beside others.</summary>
    public IEnumerable<string> Beside(IReadOnlyList<string> headings, bool isChinese)
    {
        var taken = new HashSet<string>(headings);
        foreach (var (chinese, english) in Headings)
        {
            var heading = isChinese ? chinese : english;
            for (var number = 2; !taken.Add(heading); number++) heading = $"{(isChinese ? chinese : english)} {number}";
            yield return heading;
        }
    }
}
