using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Org.Companies;

/// <summary>Founds a further company of the caller's group.</summary>
/// <remarks>One person does it alone: a company that has just begun holds nothing of anybody, and what its two people may do ends at its border.</remarks>
internal static class CreateCompany
{
    /// <param name="Administrator">Looks after the company in this system.</param>
    /// <param name="HrManager">Decides HR's matters; another person.</param>
    public sealed record Request(string Name, string Branch, string TimeZoneId, string Locale, FoundCompany.Founder Administrator, FoundCompany.Founder HrManager);

    /// <param name="Link">Where the person chooses a password. Shown once; whoever has it can do that.</param>
    /// <param name="ExpiresUtc">Until when the link works.</param>
    public sealed record Account(Guid PersonId, string Name, string UserName, string Link, DateTime ExpiresUtc);

    public sealed record Response(Guid Id, Guid BranchId, IReadOnlyList<Account> Accounts);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(Request request, CurrentUser user, WriteAttempts writes, HttpContext http, CancellationToken ct)
    {
        if (!user.Rights.Reaches(Permission.CompaniesManage, Reach.Group)) return Problems.Forbidden("companies.forbidden", "Expected a role that reaches the whole group, but yours reaches one company.");
        var terms = new FoundCompany.Terms(request.Name, request.Branch, request.TimeZoneId, request.Locale, request.Administrator, request.HrManager);
        // Works as the system: the rows belong to a company that the caller is not in.
        var (done, refusal) = await writes.RunAsync((scope, token) => scope.GetRequiredService<FoundCompany>().RunAsync(user.Group[0], terms, [], user.Actor, token), ct);
        if (refusal is not null) return refusal.ToProblem();
        var address = $"{http.Request.Scheme}://{http.Request.Host}";
        return TypedResults.Created((string?)null, new Response(done!.Id, done.BranchId, [.. done.Founders.Select(f => new Account(f.PersonId, f.Name, f.UserName, address + f.Link.Path, f.Link.ExpiresUtc))]));
    }
}
