using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Structure;

/// <summary>Says who headed a department, and when.</summary>
internal static class ListHeads
{
    /// <param name="From">First day.</param>
    /// <param name="Until">Last day; null while it lasts.</param>
    public sealed record HeadView(Guid PersonId, string Name, DateOnly From, DateOnly? Until);

    /// <param name="Items">Latest first.</param>
    public sealed record Response(IReadOnlyList<HeadView> Items);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid departmentId, DateOnly? on, AppDbContext db, CancellationToken ct)
    {
        if (!await db.Departments.AnyAsync(d => d.Id == departmentId, ct)) return CreateDepartment.Unknown(departmentId).ToProblem();
        var heads = await db.Headships.Where(h => h.DepartmentId == departmentId && (on == null || (h.From <= on && (h.Until == null || h.Until >= on))))
            .OrderByDescending(h => h.From)
            .Select(h => new HeadView(h.PersonId, db.People.Where(p => p.Id == h.PersonId).Select(p => p.Name).First(), h.From, h.Until))
            .ToListAsync(ct);
        return TypedResults.Ok(new Response(heads));
    }
}
