using HrBpm.Activities.Payroll;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Payroll;

/// <summary>The final pay statements in the caller's scope that still hold something, the most urgent first.</summary>
internal static class ListStatements
{
    private const int Most = 200;

    public sealed record Item(Guid Id, Guid CaseId, string CaseNumber, string EmployeeNumber, string EmployeeName, DateTime StatutoryPayUtc, int Held, int Releasing);

    public static async Task<Ok<IReadOnlyList<Item>>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var items = await (
            from statement in db.PayStatements.AsNoTracking().VisibleTo(user, Permission.PayRead, db)
            where statement.Items.Any(i => i.State != PayState.Released)
            join person in db.People on statement.EmployeeId equals person.Id
            orderby statement.StatutoryPayUtc, statement.Id
            select new Item(statement.Id, statement.CaseId, statement.CaseNumber, statement.EmployeeNumber, person.Name, statement.StatutoryPayUtc,
                statement.Items.Count(i => i.State == PayState.Held), statement.Items.Count(i => i.State == PayState.Releasing))).Take(Most).ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<Item>>(items);
    }
}
