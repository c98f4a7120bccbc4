using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn.Messengers;
using HrBpm.Server.Features.SignIn.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary>By what a company's people may sign in besides a password. Who knows no name of the company learns nothing, and who does learns no more than the buttons.</summary>
internal sealed class OfferedSignIns(AppDbContext db, IEnumerable<IMessenger> messengers)
{
    /// <param name="Name">What the button says.</param>
    /// <param name="Start">Where the browser goes; <c>return</c> may be added.</param>
    internal sealed record Offer(string Name, string Start);

    /// <summary>The messengers that everybody on this server may sign in by.</summary>
    public List<Offer> ToAll(HttpContext http) => [.. messengers.Where(m => m.IsOffered).Select(m => new Offer(PlainPage.Text(http, m.Name.Chinese, m.Name.English), $"/sign-in/{m.Key}"))];

    /// <summary>The providers of the company that has this name; none where there is no such company.</summary>
    /// <param name="company">Its word, its e-mail domain, or somebody's e-mail address.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<List<Offer>> OfAsync(string company, CancellationToken ct)
    {
        var name = SignInNames.Normalise(company);
        var found = await db.IdentityProviders.IgnoreQueryFilters([AppDbContext.CompanyFilter])
            .Where(p => p.IsOn && db.SignInNames.Any(n => n.CompanyId == p.CompanyId && n.Name == name))
            .OrderBy(p => p.Name).Select(p => new { p.Id, p.Name }).ToListAsync(ct);
        return [.. found.Select(p => new Offer(p.Name, $"/sign-in/oidc/{p.Id:D}"))];
    }
}

/// <summary>The same, for pages of our own.</summary>
internal static class ListOfferedSignIns
{
    public static async Task<Ok<List<OfferedSignIns.Offer>>> HandleAsync(
        [Description("A name of the company: its word, its e-mail domain, or somebody's e-mail address.")] string? company, OfferedSignIns offered, HttpContext http, CancellationToken ct) =>
        TypedResults.Ok<List<OfferedSignIns.Offer>>([.. company is null ? [] : await offered.OfAsync(company, ct), .. offered.ToAll(http)]);
}
