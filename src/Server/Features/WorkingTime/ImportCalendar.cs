using System.ComponentModel;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Takes special days over into a calendar: from a file, or from what the product brings along.</summary>
internal static class ImportCalendar
{
    /// <summary>Largest file, in bytes.</summary>
    public const int LargestFile = 2 << 20;

    /// <summary>What becomes of the special days that are there.</summary>
    public enum Mode
    {
        /// <summary>They stay; a day that is in the file is as the file says.</summary>
        Merge,

        /// <summary>In the years that the file is about, they go.</summary>
        ReplaceYears,

        /// <summary>They go.</summary>
        ReplaceAll,
    }

    /// <param name="Country">ISO 3166 code, for example <c>CN</c>.</param>
    /// <param name="Year">The year.</param>
    public sealed record StatutoryRequest(string Country, int Year);

    /// <summary>From a file.</summary>
    public static async Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(
        IFormFile file,
        [Description("The branch; the company's calendar when absent.")] Guid? branchId,
        [Description("merge (default), replaceYears or replaceAll.")] string? mode,
        OrgChange change, TimeProvider clock, CancellationToken ct)
    {
        var how = Mode.Merge;
        if (mode is not null && (!Enum.TryParse(mode, ignoreCase: true, out how) || !Enum.IsDefined(how) || char.IsAsciiDigit(mode[0])))
            return Problems.Invalid("calendar.mode.invalid", "Expected 'mode' to be merge, replaceYears or replaceAll, but it is something else.");
        if (file.Length is 0 or > LargestFile) return Problems.Problem(StatusCodes.Status413PayloadTooLarge, "calendar.size", $"Expected a file of 1 to {LargestFile} bytes, but it has {file.Length}.");
        var bytes = new byte[file.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(bytes, ct);
        try
        {
            var read = CalendarFile.Read(bytes, clock.GetUtcNow().UtcDateTime);
            if (read.Days.Count == 0 && read.Week is null) return Problems.Invalid("calendar.file.invalid", "Expected a calendar with days, but the file has none.");
            return await ApplyAsync(branchId, read, how, change, clock, ct);
        }
        catch (UnreadableFileException unreadable)
        {
            return Problems.Invalid("calendar.file.invalid", unreadable.Message);
        }
    }

    /// <summary>From what the product brings along.</summary>
    public static async Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> StatutoryAsync(
        [Description("The branch; the company's calendar when absent.")] Guid? branchId, StatutoryRequest request, OrgChange change, TimeProvider clock, CancellationToken ct) =>
        StatutoryCalendars.All.FirstOrDefault(s => s.Year == request.Year && s.Country.Equals(request.Country, StringComparison.OrdinalIgnoreCase)) is { } found
            ? await ApplyAsync(branchId, new(null, found.Days), Mode.ReplaceYears, change, clock, ct)
            : new Refusal("calendar.statutory.unknown", $"Expected one of {string.Join(", ", StatutoryCalendars.All.Select(s => $"{s.Country} {s.Year}"))}, but there is nothing for what was asked.").ToProblem();

    private static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> ApplyAsync(Guid? branchId, CalendarContent read, Mode mode, OrgChange change, TimeProvider clock, CancellationToken ct) =>
        change.RunAsync((edit, c) => ChangeCalendar.ApplyAsync(branchId, present => (Join(present.Content, read, mode), null), edit, clock, c), ct);

    private static CalendarContent Join(CalendarContent present, CalendarContent read, Mode mode)
    {
        var years = read.Days.Select(day => day.Date.Year).ToHashSet();
        var staying = present.Days.Where(day => mode == Mode.Merge || (mode == Mode.ReplaceYears && !years.Contains(day.Date.Year)));
        var named = read.Days.Select(day => day.Date).ToHashSet();
        return present with { Week = read.Week ?? present.Week, Days = [.. staying.Where(day => !named.Contains(day.Date)).Concat(read.Days).OrderBy(day => day.Date)] };
    }
}
