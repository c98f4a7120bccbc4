using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>Who reads a page.</summary>
/// <param name="Person">The person.</param>
/// <param name="Company">Name of the company that employs them.</param>
/// <param name="Words">How the page speaks to them.</param>
/// <param name="CameByLink">They hold a link to one task and have not signed in.</param>
internal sealed record PageReader(CurrentUser.Identity Person, string Company, PageWords Words, bool CameByLink = false)
{
    public static async Task<PageReader> OfAsync(HttpContext http, CurrentUser.Identity person, CancellationToken ct, bool cameByLink = false)
    {
        var services = http.RequestServices;
        var company = await services.GetRequiredService<AppDbContext>().Companies.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(c => c.Id == person.CompanyId).Select(c => c.Name).SingleAsync(ct);
        return new PageReader(person, company, PageWords.Of(http, person, services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime), cameByLink);
    }

    /// <summary>Nobody who is known.</summary>
    public static PageReader Nobody(PageWords words) => new(new CurrentUser.Identity(Guid.Empty, Guid.Empty, null, "", "", [], new HeldRights([]), [], default), "HrBpm", words, CameByLink: true);

    /// <summary>The signed-in person.</summary>
    public static Task<PageReader> OfAsync(HttpContext http, CurrentUser user, CancellationToken ct) => OfAsync(http, user.AsIdentity(), ct);
}
