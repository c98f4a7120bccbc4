using System.Text.Json;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Adds a shift, or changes one for everybody who works it. Due times that were counted before stay as they are.</summary>
internal static class ChangeShift
{
    private const int MostBreaks = 6;

    /// <param name="Name">For example 夜班.</param>
    /// <param name="Hours">From its beginning to its end, for example <c>22:00-06:00</c>.</param>
    /// <param name="Breaks">When nobody works within it, for example <c>["02:00-02:30"]</c>.</param>
    public sealed record Request(string Name, string Hours, IReadOnlyList<string> Breaks);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> CreateAsync(Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(null, request, edit, c), ct);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid shiftId, Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(shiftId, request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Guid? id, Request request, OrgEdit edit, CancellationToken ct)
    {
        if (OrgTexts.WhyNotName(request.Name, "a name of the shift") is { } unfit) return unfit;
        if (WhyNotHours(request) is { } wrong) return new Refusal("shifts.hours.invalid", wrong);
        var name = request.Name.Trim();
        var shift = id is null ? null : await edit.Db.Shifts.SingleOrDefaultAsync(s => s.Id == id, ct);
        if (id is { } missing && shift is null) return Unknown(missing);
        if (await edit.Db.Shifts.AnyAsync(s => s.Name == name && s.Id != id, ct)) return new Refusal("shifts.name.taken", $"Expected a name that no other shift has, but there is a shift '{name}'.");
        var before = shift is null ? null : new { shift.Name, shift.Hours, Breaks = shift.BreakTexts() };
        if (shift is null) edit.Db.Add(shift = new ShiftRow { CompanyId = edit.User.CompanyId, Name = name, Hours = request.Hours, Breaks = JsonSerializer.Serialize(request.Breaks) });
        else (shift.Name, shift.Hours, shift.Breaks) = (name, request.Hours, JsonSerializer.Serialize(request.Breaks));
        edit.Record(before is null ? "shift.create" : "shift.change", "shift", shift.Id, new { before, after = request });
        return shift.Id;
    }

    /// <summary>There is no such shift.</summary>
    public static Refusal Unknown(Guid id) => new("shifts.unknown", $"Expected a shift of the company, but there is none with the id {id}.");

    private static string? WhyNotHours(Request request)
    {
        if (HourSpan.WhyNot(request.Hours, out var frame) is { } unreadable) return unreadable;
        if (request.Breaks.Count > MostBreaks) return $"Expected at most {MostBreaks} breaks, but there are {request.Breaks.Count}.";
        var breaks = new List<HourSpan>();
        foreach (var text in request.Breaks)
        {
            if (HourSpan.WhyNot(text, out var rest) is { } unfit) return unfit;
            breaks.Add(rest);
        }

        return new Shift(frame, breaks).WhyNot();
    }
}
