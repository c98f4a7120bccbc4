using System.Security.Cryptography;
using System.Text;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Org;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Makes signatures in a scope of its own, and records them in the caller's.</summary>
internal sealed class ElectronicSignatures(IServiceScopeFactory scopes, AppDbContext db, IAuditTrail audit, SignatureOptions options) : ISignatures
{
    public string? TimestampAuthority => options.TimestampAuthority.Url?.Host;

    public async Task<(SignatureDraft? Draft, Refusal? Refusal)> PrepareAsync(SignRequest request, CancellationToken ct)
    {
        // Asking an authority takes seconds at worst: a transaction that waited for that would keep everybody from writing.
        if (db.Database.CurrentTransaction is not null) throw new InvalidOperationException("Expected to sign outside a transaction, but one is open.");
        await using var scope = scopes.CreateAsyncScope();
        var (draft, refusal) = await scope.ServiceProvider.GetRequiredService<MakeSignature>().RunAsync(request, ct);
        if (draft is not null) await scope.ServiceProvider.GetRequiredService<SignedDocuments>().KeepAsync(draft.CompanyId, draft.DocumentSha256, draft.DocumentBytes.ToArray(), ct);
        return (draft, refusal);
    }

    public async Task<PasskeyChallenge?> BeginPasskeyAsync(Guid personId, ReadOnlyMemory<byte> documentBytes, string intent, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISignInAccounts>().BeginPasskeyAsync(personId, MakeSignature.UseOf(documentBytes.Span, intent), ct);
    }

    public async Task<SignatureState?> StateOfAsync(Guid signatureId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (services, inner) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<AppDbContext>());
        if (await inner.Signatures.AsNoTracking().SingleOrDefaultAsync(s => s.Id == signatureId, ct) is not { } row) return null;
        var document = await services.GetRequiredService<SignedDocuments>().FindAsync(row.CompanyId, row.DocumentSha256, ct);
        var root = await inner.CertificateAuthorities.Where(a => a.CompanyId == row.CompanyId).Select(a => a.Certificate).SingleOrDefaultAsync(ct);
        var findings = services.GetRequiredService<CheckSignature>().Run(row, document, root);
        return new SignatureState(row.Id, findings.All(f => f.IsOk != false), row.SignedAtUtc, row.TimestampUtc);
    }

    public void Record(SignatureDraft draft, SignedSubject subject)
    {
        db.Signatures.Add(Signature.Of(draft, subject, options.TimestampAuthority));
        audit.Record(new AuditFact(draft.CompanyId, draft.PersonId.ToString("D"), "signatures.made", $"signature:{draft.Id:D}", new
        {
            Signature = SignatureReference.Of(draft),
            Subject = new { subject.Kind, subject.Id, subject.WorkflowInstanceId },
            Timestamp = draft.Timestamp switch
            {
                TimestampOutcome.Granted granted => $"granted at {granted.AtUtc:O}",
                TimestampOutcome.Unavailable unavailable => $"unavailable: {unavailable.Reason}",
                _ => "not configured",
            },
        })
        {
            About = subject.About ?? draft.PersonId,
            Personal = new Dictionary<string, object?> { ["intent"] = draft.Intent, ["documentTitle"] = draft.DocumentTitle },
        });
    }
}

/// <summary>Checks the signer, signs, and asks for the time stamp.</summary>
internal sealed class MakeSignature(AppDbContext db, ISignInAccounts accounts, SigningKeys keys, TimestampAuthority authority, IAuditTrail audit, TimeProvider clock)
{
    public async Task<(SignatureDraft? Draft, Refusal? Refusal)> RunAsync(SignRequest request, CancellationToken ct)
    {
        if (WhyNot(request) is { } incomplete) return (null, incomplete);
        if (await SignerAsync(request.PersonId, ct) is not { } signer)
            return (null, new Refusal("signatures.signer.unknown", $"Expected person {request.PersonId} to exist, but there is none."));
        if (await WhyNotSignerAsync(signer, request, ct) is { } wrong) return (null, await RefuseAsync(signer, wrong, ct));
        using var key = await keys.OfAsync(signer, ct);
        return (await SignAsync(request, signer, key, ct), null);
    }

    private Task<Refusal?> WhyNotSignerAsync(Signer signer, SignRequest request, CancellationToken ct) => request.Passkey is { } proof
        ? accounts.CheckPasskeyAsync(signer.PersonId, UseOf(request.DocumentBytes.Span, request.Intent), proof, ct)
        : accounts.CheckPasswordAsync(signer.PersonId, request.Password, ct);

    /// <summary>What a passkey is asked for: this document and this sentence.</summary>
    public static string UseOf(ReadOnlySpan<byte> document, string intent) =>
        $"signature:{Convert.ToHexStringLower(SHA256.HashData(document))}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(intent)))}";

    private static Refusal? WhyNot(SignRequest request) =>
        request.DocumentBytes.IsEmpty ? new("signatures.document.invalid", "Expected a document to sign, but it is empty.")
        : string.IsNullOrWhiteSpace(request.Intent) ? new("signatures.intent.invalid", "Expected a sentence that says what the signature means, but it is empty.")
        : null;

    private Task<Signer?> SignerAsync(Guid personId, CancellationToken ct) => db.People.AsNoTracking().Where(p => p.Id == personId)
        .Join(db.Companies, p => p.CompanyId, c => c.Id, (p, c) => new Signer(p.Id, p.Name, p.EmployeeNumber, c.Id, c.Name)).SingleOrDefaultAsync(ct);

    private async Task<Refusal> RefuseAsync(Signer signer, Refusal wrong, CancellationToken ct)
    {
        var refusal = wrong.Code switch
        {
            "sign-in.locked" => new Refusal("signatures.locked-out", wrong.Message),
            "sign-in.passkey.refused" => new Refusal("signatures.wrong-passkey", "Expected a passkey of the signer to have answered for this document and this sentence, once and within minutes, but it has not."),
            _ => new Refusal("signatures.wrong-password", "Expected the signer's own password, but it does not match."),
        };
        audit.Record(new AuditFact(signer.CompanyId, signer.PersonId.ToString("D"), "signatures.refused", $"person:{signer.PersonId:D}", new { refusal.Code }));
        await db.SaveChangesAsync(ct);
        return refusal;
    }

    private async Task<SignatureDraft> SignAsync(SignRequest request, Signer signer, SigningKey key, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var now = UtcDateTimeConverter.ToStored(clock.GetUtcNow().UtcDateTime);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(request.DocumentBytes.Span));
        var statement = new SigningStatement(id, new(signer.CompanyId, signer.CompanyName), new(signer.PersonId, signer.Name, signer.EmployeeNumber),
            new(sha256, request.DocumentTitle), request.Intent, now, request.Address, request.UserAgent) { Proof = StatedProof.Of(request.Passkey) }.ToBytes();
        var cms = DetachedCms.Sign(statement, key.Certificate, key.Key, now);
        var timestamp = await authority.StampAsync(cms, ct);
        return new SignatureDraft(id, signer.CompanyId, signer.PersonId, signer.Name, now, request.Intent, request.DocumentTitle,
            request.DocumentBytes, sha256, statement, cms.Encode(), timestamp);
    }
}
