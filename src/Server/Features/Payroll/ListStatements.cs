using System.ComponentModel;
using HrBpm.Activities.Payroll;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Payroll;

/// <summary>The final pay statements in the caller's scope that still hold something, the most urgent first.</summary>
internal static class ListStatements
{
    private const int Most = 200;

    public sealed record Item(Guid Id, Guid CaseId, string CaseNumber, string EmployeeNumber, string EmployeeName, DateTime StatutoryPayUtc, int Held, int Releasing) : IAboutPerson
    {
        internal Guid EmployeeId { get; init; }

        Guid? IAboutPerson.AboutPersonId => EmployeeId;
    }

    public static async Task<Results<Ok<IReadOnlyList<Item>>, ProblemHttpResult>> HandleAsync(
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 200.")] int? take,
        AppDbContext db, CurrentUser user, ListPages pages, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, Most) is { } unfit) return unfit.ToProblem();
        var items = await (
            from statement in db.PayStatements.AsNoTracking().VisibleTo(user, Permission.PayRead, db)
            where statement.Items.Any(i => i.State != PayState.Released)
            join person in db.People on statement.EmployeeId equals person.Id
            orderby statement.StatutoryPayUtc, statement.Id
            select new Item(statement.Id, statement.CaseId, statement.CaseNumber, statement.EmployeeNumber, person.Name, statement.StatutoryPayUtc,
                statement.Items.Count(i => i.State == PayState.Held), statement.Items.Count(i => i.State == PayState.Releasing)) { EmployeeId = person.Id }).Skip(skip ?? 0).Take(take ?? Most).ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<Item>>(items);
    }
}
