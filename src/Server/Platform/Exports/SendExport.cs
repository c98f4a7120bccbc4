using System.Runtime.CompilerServices;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using Microsoft.AspNetCore.WebUtilities;

namespace HrBpm.Server.Platform.Exports;

/// <summary>Sends a list as a file: asks for it page by page, writes the rows to a temporary file as they come, and records who took it.</summary>
internal sealed class SendExport(AppDbContext db, CurrentUser user, RecordExport record, IFurtherColumns own)
{
    /// <summary>Answers the request.</summary>
    /// <param name="http">The request, with the filters of the list.</param>
    /// <param name="list">The list.</param>
    /// <param name="way">How it goes on after a page.</param>
    /// <param name="ask">The route of the list.</param>
    public async Task RunAsync(HttpContext http, ExportedList list, PagesBy way, RequestDelegate ask)
    {
        var asked = QueryHelpers.ParseQuery(http.Request.QueryString.Value).ToDictionary(q => q.Key, q => (string?)q.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        asked.Remove("format", out var format);
        if (ListFile.WhyNotFormat(format) is { } unfit)
        {
            await unfit.ToProblem().ExecuteAsync(http);
            return;
        }

        foreach (var own in (string[])["skip", "take", "after"]) asked.Remove(own);
        await using var moment = await OneMoment.OfAsync(db, http.RequestAborted);
        var first = await PageAsync(http, list, way, asked, null, 0, ask);
        if (first is null) return;
        var rows = way == PagesBy.Nothing ? AsAsync(first) : PagesAsync(http, list, way, asked, first, ask);
        await (await MakeAsync(list.Name, list.Row, format, asked, rows, http.RequestAborted)).ExecuteAsync(http);
    }

    /// <summary>Makes the file, with the columns that the user may see, in the user's language and time.</summary>
    /// <param name="name">Name of the list in <see cref="ListColumns"/>.</param>
    /// <param name="row">Type of a row.</param>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>; absent for a workbook.</param>
    /// <param name="filter">What was asked for; goes into the audit trail.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="further">Columns that the type of a row does not tell.</param>
    public async Task<IResult> MakeAsync(string name, Type row, string? format, object filter, IAsyncEnumerable<object> rows, CancellationToken ct, FurtherColumns? further = null)
    {
        var columns = ListColumns.Of(name, row).Where(column => column.Kind is not { } kind || user.Rights.ReachesOthers(ProductFields.PermissionFor(kind))).ToList();
        var cells = new ListCells(user.Locale, user.TimeZoneId);
        List<string> headings = [.. columns.Select(cells.HeadingOf)];
        further ??= await own.OfAsync(row, ct);
        if (further is not null) headings.AddRange([.. further.Beside(headings, LocalMoment.IsChinese(user.Locale))]);
        var people = new HashSet<Guid>();
        var file = await ListFile.MakeAsync(format ?? "xlsx", name, headings, rows.Select(r =>
        {
            if (r is IAboutPerson { AboutPersonId: { } person }) people.Add(person);
            return (IReadOnlyList<string?>)[.. columns.Select(column => cells.TextOf(column.ValueOf(r))), .. further?.CellsOf(r) ?? []];
        }), ct);
        try
        {
            // Written down before anything leaves the house.
            await record.RunAsync(name, format ?? "xlsx", filter, people, ct);
            return file;
        }
        catch
        {
            await file.FileStream.DisposeAsync();
            throw;
        }
    }

    private static async IAsyncEnumerable<object> PagesAsync(
        HttpContext http, ExportedList list, PagesBy way, Dictionary<string, string?> asked, IReadOnlyList<object> page, RequestDelegate ask, [EnumeratorCancellation] CancellationToken ct = default)
    {
        for (var passed = 0; ; )
        {
            foreach (var row in page) yield return row;
            if (page.Count < ListPages.OfExport) yield break;
            ct.ThrowIfCancellationRequested();
            passed += page.Count;
            page = await PageAsync(http, list, way, asked, page[^1], passed, ask) ?? throw new InvalidOperationException($"Expected a further page of {list.Name}, but the list refused.");
        }
    }

    private static async Task<IReadOnlyList<object>?> PageAsync(HttpContext http, ExportedList list, PagesBy way, Dictionary<string, string?> asked, object? last, int passed, RequestDelegate ask)
    {
        var query = new Dictionary<string, string?>(asked);
        if (way == PagesBy.Skipping) (query["skip"], query["take"]) = ($"{passed}", $"{ListPages.OfExport}");
        if (way == PagesBy.LastId && last is not null) query["after"] = list.Row.GetProperty("Id")!.GetValue(last)!.ToString();
        http.Request.QueryString = QueryString.Create(query);
        var page = new ExportPage(list.Row);
        page.Await(http);
        await ask(http);
        return page.Rows;
    }

    private static async IAsyncEnumerable<object> AsAsync(IEnumerable<object> rows)
    {
        await Task.CompletedTask;
        foreach (var row in rows) yield return row;
    }
}
