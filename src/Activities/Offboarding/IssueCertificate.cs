using HrBpm.Activities.Evidence;
using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Offboarding;

/// <summary>Issues the certificate at the legal end. Nothing that is open may hold it back (劳动合同法 art. 50, 89).</summary>
[Activity("HrBpm.IssueCertificate", "出具离职证明", Category = "离职", Icon = "certificate", Description = "在劳动合同解除或终止之日出具离职证明，不以任何交接为条件。")]
public sealed class IssueCertificate(IOffboarding offboarding, ICertificates certificates, IEmploymentFacts employments, IOrg org, IAuditTrail audit) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>SHA-256 of the certificate's text.</summary>
    [Output("证明文本的 SHA-256")]
    public string Sha256 { get; private set; } = "";

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        if (await offboarding.FindAsync(CaseId, ct) is not { } found || await org.FindAsync(found.Request.LeaverId, ct) is not { } leaver)
            return Fail("offboarding.unknown", $"Expected an offboarding case {CaseId:D} with its leaver, but there is none.");
        if (await certificates.FindAsync(CaseId, ct) is { } issued)
        {
            Sha256 = issued.Sha256;
            return Done();
        }
        if (await employments.FindAsync(leaver.Id, ct) is not { } employment)
            return Fail("offboarding.employment-unknown", $"Expected the contract and hire date of {leaver.Name} for the certificate, but they are not recorded.");
        var certificate = Certificate.Of(found, leaver, employment, context.NowUtc);
        await certificates.AddAsync(certificate, ct);
        Sha256 = certificate.Sha256;
        audit.Record(new(found.CompanyId, "time", "offboarding.certificate-issued", $"offboarding:{CaseId:D}", new { sha256 = Sha256, datedOn = certificate.DatedOn }));
        return Done();
    }
}
