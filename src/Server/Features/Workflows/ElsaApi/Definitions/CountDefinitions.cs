using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>How many definitions the company sees, whatever the number of their versions.</summary>
internal static class CountDefinitions
{
    internal sealed record Response(int Count);

    public static async Task<ElsaAnswer<Response>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct) =>
        new(new Response(await SeenVersion.Of(db, user.CompanyId).CountAsync(v => v.IsLatest, ct)));
}
