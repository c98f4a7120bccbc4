using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Lets those who change a company's definitions take turns, so that each sees what the one before has left: one version is the latest, and at most one is published.</summary>
internal static class DefinitionTurn
{
    /// <summary>Waits for the turn, and keeps it until the scope's transaction ends. On SQLite the transaction itself is the turn.</summary>
    public static async Task TakeAsync(AppDbContext db, DefinitionAuthor author, CancellationToken ct)
    {
        if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"definitions:" + author.CompanyId}, 0))", ct);
    }
}
