using System.Text;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Reads and verifies the signatures of a flow within its run.</summary>
internal sealed class FlowSignatures(AppDbContext db, SignedDocuments documents, CheckSignature check) : IFlowSignatures
{
    public async Task<IReadOnlyList<FlowSignature>> OfAsync(string instanceId, CancellationToken ct)
    {
        // Who signs may belong to another company of the group than the flow.
        var stored = await db.Signatures.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(s => s.WorkflowInstanceId == instanceId).ToListAsync(ct);
        // What this run has signed is not in the database yet.
        var made = db.Signatures.Local.Where(s => s.WorkflowInstanceId == instanceId && stored.All(row => row.Id != s.Id));
        var valid = new List<FlowSignature>();
        foreach (var row in stored.Concat(made).ToList())
            if (await DocumentOfAsync(row, ct) is { } document) valid.Add(new FlowSignature(row.Id, row.PersonId, row.Intent, document));
        return valid;
    }

    // Null when anything is wrong with the signature.
    private async Task<string?> DocumentOfAsync(Signature row, CancellationToken ct)
    {
        if (await documents.FindAsync(row.CompanyId, row.DocumentSha256, ct) is not { } document) return null;
        var root = await db.CertificateAuthorities.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(a => a.CompanyId == row.CompanyId).Select(a => a.Certificate).SingleOrDefaultAsync(ct);
        return check.Run(row, document, root).All(finding => finding.IsOk != false) ? Encoding.UTF8.GetString(document) : null;
    }
}
