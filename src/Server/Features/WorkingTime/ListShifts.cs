using HrBpm.Server.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>The shifts of the company, by name.</summary>
internal static class ListShifts
{
    /// <param name="Hours">From its beginning to its end.</param>
    /// <param name="Breaks">When nobody works within it.</param>
    public sealed record Item(Guid Id, string Name, string Hours, IReadOnlyList<string> Breaks);

    public static async Task<Ok<List<Item>>> HandleAsync(AppDbContext db, CancellationToken ct) =>
        TypedResults.Ok((await db.Shifts.AsNoTracking().OrderBy(s => s.Name).ToListAsync(ct)).ConvertAll(s => new Item(s.Id, s.Name, s.Hours, s.BreakTexts())));
}
