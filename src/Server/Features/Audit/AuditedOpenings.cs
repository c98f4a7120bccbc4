using System.Security.Cryptography;
using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>Compares what is kept beside an entry with the commitments in it. What was erased has left its row, without the content; a row that is gone was removed past the product.</summary>
internal sealed class AuditedOpenings(AppDbContext db, PrivateKeys keys) : IAuditedRows
{
    public string Member => StatedCommitment.Member;

    public async Task<string?> WhyBrokenAsync(Guid companyId, JsonElement reference, CancellationToken ct)
    {
        foreach (var (name, stated) in StatedCommitment.Read(reference))
        {
            var row = await db.AuditOpenings.AsNoTracking().IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleOrDefaultAsync(o => o.Id == stated.Id, ct);
            if (row is null || row.CompanyId != companyId) return $"Expected the opening {stated.Id:D} of '{name}' or the record that it was erased, but it is gone.";
            if (WhyBroken(row, stated) is { } problem) return problem;
        }

        return null;
    }

    private string? WhyBroken(AuditOpening row, StatedCommitment stated)
    {
        if (row.Content is null) return row.ErasedUtc is null ? $"Expected the opening {row.Id:D} of '{row.Name}' or when it was erased, but both are missing." : null;
        try
        {
            var actual = AuditOpening.CommitmentOf(row.Open(keys));
            return actual == stated.Sha256 ? null : $"Expected the opening {row.Id:D} of '{row.Name}' to have the hash {stated.Sha256}, but it has {actual}.";
        }
        catch (CryptographicException)
        {
            return $"Expected the opening {row.Id:D} of '{row.Name}' to open with the keys of this server, but it was changed, or the folder of keys is another one.";
        }
    }
}
