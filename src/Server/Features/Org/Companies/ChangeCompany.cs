using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Companies;

/// <summary>Renames a company of the caller's group, or the group itself. Its branches are changed by those who look after it.</summary>
internal static class ChangeCompany
{
    /// <param name="Name">What it is called from now on.</param>
    public sealed record Request(string Name);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid companyId, Request request, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var refusal = await writes.RunAsync((scope, token) => ChangeAsync(scope, companyId, request.Name, user, token), ct);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static async Task<Refusal?> ChangeAsync(IServiceProvider scope, Guid companyId, string name, CurrentUser user, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        IReadOnlyList<Guid> group = user.Rights.Reaches(Permission.CompaniesManage, Reach.Group) ? user.Group : [user.CompanyId];
        if (await db.Companies.SingleOrDefaultAsync(c => c.Id == companyId && group.Contains(c.Id), ct) is not { } company)
            return new("companies.unknown", $"Expected a company {companyId:D} of your group, but there is none.");
        if (await FoundCompany.WhyNotNameAsync(db, user.Group[0], companyId, name, ct) is { } refusal) return refusal;
        var before = company.Name;
        company.Name = name.Trim();
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(companyId, user.Actor, "org.company.change", $"company:{companyId:D}", new { before, after = company.Name }));
        return null;
    }
}
