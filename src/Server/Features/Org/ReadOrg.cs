using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Shows the structure of the caller's company.</summary>
internal static class ReadOrg
{
    public sealed record CompanyView(Guid Id, string Name, string? Group);

    public sealed record BranchView(Guid Id, string Name, string TimeZoneId, string Locale);

    /// <param name="ParentId">The department above; null at the top.</param>
    /// <param name="HeadName">Name of the person who heads it.</param>
    public sealed record DepartmentView(Guid Id, Guid? ParentId, string Name, Guid? HeadId, string? HeadName);

    public sealed record Response(CompanyView Company, IReadOnlyList<BranchView> Branches, IReadOnlyList<DepartmentView> Departments, IReadOnlyList<string> Positions);

    public static async Task<Ok<Response>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var company = await db.Companies.Where(c => c.Id == user.CompanyId)
            .Select(c => new CompanyView(c.Id, c.Name, db.Companies.Where(g => g.Id == c.ParentId).Select(g => g.Name).FirstOrDefault()))
            .SingleAsync(ct);
        var branches = await db.Branches.OrderBy(b => b.Name).Select(b => new BranchView(b.Id, b.Name, b.TimeZoneId, b.Locale)).ToListAsync(ct);
        var departments = await db.Departments.OrderBy(d => d.Path)
            .Select(d => new DepartmentView(d.Id, d.ParentId, d.Name, d.HeadId, db.People.Where(p => p.Id == d.HeadId).Select(p => p.Name).FirstOrDefault()))
            .ToListAsync(ct);
        var positions = await db.Positions.OrderBy(p => p.Name).Select(p => p.Name).ToListAsync(ct);
        return TypedResults.Ok(new Response(company, branches, departments, positions));
    }
}
