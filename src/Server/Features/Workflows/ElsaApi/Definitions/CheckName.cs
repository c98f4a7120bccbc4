using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Says whether a name is still free.</summary>
internal static class CheckName
{
    internal sealed record Response(bool IsUnique);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(string name, string? definitionId, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(name)) return Problems.Invalid("definitions.name", "Expected a name, but it is blank.");
        var wanted = name.Trim();
        return new ElsaAnswer<Response>(new Response(!await SeenVersion.Of(db, user.CompanyId).AnyAsync(v => v.IsLatest && v.Name == wanted && v.DefinitionId != definitionId, ct)));
    }
}
