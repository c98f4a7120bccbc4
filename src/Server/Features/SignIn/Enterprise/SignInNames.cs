using System.Text.RegularExpressions;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary>The names by which people find the sign-in of their company.</summary>
internal static partial class SignInNames
{
    /// <summary>Names that a company may have.</summary>
    public const int Most = 20;

    /// <summary>The form in which names are compared. Of an e-mail address, the domain counts.</summary>
    public static string Normalise(string name) => name[(name.LastIndexOf('@') + 1)..].Trim().ToLowerInvariant();

    /// <summary>Why these are not usable; null when they are.</summary>
    public static Refusal? WhyNot(List<string> names)
    {
        if (names.Count > Most) return new("sign-in-names.many.invalid", $"Expected at most {Most} names, but there are {names.Count}.");
        return names.Find(n => !Name().IsMatch(n)) is { } wrong
            ? new("sign-in-names.name.invalid", $"Expected a word of 3 to 40 letters, digits and hyphens such as 'xinghe', or a domain such as 'xinghe.example', but got '{wrong}'.")
            : null;
    }

    [GeneratedRegex(@"^(?:[a-z0-9][a-z0-9-]{1,38}[a-z0-9]|(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})$")]
    private static partial Regex Name();
}

/// <summary>The names of the caller's company.</summary>
internal static class ListSignInNames
{
    /// <param name="Names">Words of 3 to 40 letters, digits and hyphens, and domains of e-mail addresses.</param>
    internal sealed record Response(IReadOnlyList<string> Names);

    public static async Task<Ok<Response>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct) =>
        TypedResults.Ok(new Response(await db.SignInNames.Where(n => n.CompanyId == user.CompanyId).OrderBy(n => n.Name).Select(n => n.Name).ToListAsync(ct)));
}

/// <summary>Sets the names of the caller's company. A domain has to be of its people alone.</summary>
internal static class SetSignInNames
{
    /// <param name="Names">All of them.</param>
    internal sealed record Request(IReadOnlyList<string?> Names);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Request request, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        var names = request.Names.Select(n => (n ?? "").Trim().ToLowerInvariant()).Distinct().ToList();
        if (SignInNames.WhyNot(names) is { } unfit) return unfit.ToProblem();
        return await writes.RunAsync((scope, token) => SetAsync(scope, names, user, token), ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }

    private static async Task<Refusal?> SetAsync(IServiceProvider scope, List<string> names, CurrentUser user, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (await db.SignInNames.Where(n => n.CompanyId != user.CompanyId && names.Contains(n.Name)).Select(n => n.Name).FirstOrDefaultAsync(ct) is { } taken)
            return new("sign-in-names.taken", $"Expected names that no other company has, but '{taken}' is one.");
        foreach (var domain in names.Where(n => n.Contains('.', StringComparison.Ordinal)))
            // Otherwise one company could send the people of another to a provider of its own.
            if (await db.People.AnyAsync(p => p.CompanyId != user.CompanyId && p.Email.EndsWith("@" + domain), ct))
                return new("sign-in-names.shared", $"Expected a domain whose addresses only your people have, but people of another company have addresses at '{domain}'. A word does as well.");
        var before = await db.SignInNames.Where(n => n.CompanyId == user.CompanyId).ToListAsync(ct);
        db.RemoveRange(before.Where(n => !names.Contains(n.Name)));
        db.AddRange(names.Except(before.Select(n => n.Name)).Select(n => new SignInName { CompanyId = user.CompanyId, Name = n }));
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(user.CompanyId, user.Actor, "sign-in-names.set", $"company:{user.CompanyId:D}", new { before = before.Select(n => n.Name).Order(), after = names.Order() }));
        return null;
    }
}
