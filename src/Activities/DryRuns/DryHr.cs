using HrBpm.Activities.Assets;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Workflows;

namespace HrBpm.Activities.DryRuns;

/// <summary>A company's cases, assets and employments in a dry run. The activities that write there are the real ones, with their rules; only what they write goes nowhere.</summary>
internal sealed class DryHr(DryBook book) : IOffboarding, IHandover, ICertificates, IEmploymentFacts, IEmployments, IAssets, ICustomFields, IAuditTrail
{
    /// <summary>What everybody has been given in a dry run.</summary>
    private static readonly IssuedAsset[] Issued = [new("LT-0042", "笔记本电脑（样例）", new(2025, 1, 6)), new("BD-0107", "工牌（样例）", new(2025, 1, 6))];

    private DryRecords Records => book.Present;

    public Task<OffboardingCase?> FindAsync(Guid caseId, CancellationToken ct) => Task.FromResult(Records.Cases.GetValueOrDefault(caseId));

    public Task<Guid?> OpenCaseOfAsync(Guid leaverId, CancellationToken ct) =>
        Task.FromResult(Records.Cases.Values.Where(c => c.Request.LeaverId == leaverId && !c.Stage.IsOver()).Select(c => (Guid?)c.Id).FirstOrDefault());

    public Task SaveAsync(OffboardingCase facts, CancellationToken ct)
    {
        Records.Cases[facts.Id] = facts;
        return Task.CompletedTask;
    }

    public Task<Refusal?> MoveToAsync(Guid caseId, OffboardingStage stage, string? note, DateTime nowUtc, CancellationToken ct)
    {
        if (!Records.Cases.TryGetValue(caseId, out var known)) return Task.FromResult<Refusal?>(new("offboarding.unknown", $"Expected an offboarding case {caseId:D}, but there is none."));
        var refusal = OffboardingStages.WhyNotMove(known.Stage, stage);
        if (refusal is null) Records.Cases[caseId] = known with { Stage = stage, AllCompleteAtUtc = stage == OffboardingStage.Settlement ? nowUtc : known.AllCompleteAtUtc };
        return Task.FromResult(refusal);
    }

    public Task RecordAnswerAsync(Guid caseId, NoticeAnswer answer, CancellationToken ct) => Task.CompletedTask;

    public Task RecordDamageAsync(Guid caseId, DamageClaim claim, CancellationToken ct) => Task.CompletedTask;

    public Task<IReadOnlyList<HandoverLine>> ListAsync(Guid caseId, CancellationToken ct) => Task.FromResult(Records.Handovers.GetValueOrDefault(caseId, []));

    public Task ReplaceAsync(Guid caseId, IReadOnlyList<HandoverLine> lines, CancellationToken ct)
    {
        Records.Handovers[caseId] = [.. lines];
        return Task.CompletedTask;
    }

    public Task ConfirmAsync(Guid caseId, IReadOnlyCollection<int> numbers, string receiverId, DateTime nowUtc, CancellationToken ct)
    {
        Records.Handovers[caseId] = [.. Records.Handovers.GetValueOrDefault(caseId, []).Select(line => numbers.Contains(line.Number) ? line with { ConfirmedBy = receiverId } : line)];
        return Task.CompletedTask;
    }

    Task<Certificate?> ICertificates.FindAsync(Guid caseId, CancellationToken ct) => Task.FromResult(Records.Certificates.GetValueOrDefault(caseId));

    public Task AddAsync(Certificate certificate, CancellationToken ct)
    {
        Records.Certificates[certificate.CaseId] = certificate;
        return Task.CompletedTask;
    }

    Task<EmploymentFacts?> IEmploymentFacts.FindAsync(Guid personId, CancellationToken ct) =>
        Task.FromResult<EmploymentFacts?>(new EmploymentFacts("样例公司", "样例岗位", new(2024, 1, 2), new(2024, 1, 2), new(2027, 1, 1)));

    public Task<Refusal?> EndAsync(Guid personId, DateOnly lastDay, CancellationToken ct) => Task.FromResult<Refusal?>(null);

    public Task<IReadOnlyList<IssuedAsset>> IssuedToAsync(Guid personId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<IssuedAsset>>([.. Issued.Concat(Records.GivenAssets.Values.Where(given => given.Person == personId).Select(given => given.Asset)).Where(asset => !Records.ClosedAssets.ContainsKey(asset.Tag))]);

    public Task<Refusal?> WhyNotIssueAsync(string tag, Guid personId, CancellationToken ct) =>
        Task.FromResult(Issued.Any(asset => asset.Tag == tag) || Records.GivenAssets.ContainsKey(tag) ? new Refusal("assets.issued", $"Expected an asset that nobody has, but somebody has '{tag}' in this dry run.") : null);

    public Task IssueAsync(string tag, string name, Guid personId, DateOnly issuedOn, string actor, CancellationToken ct)
    {
        Records.GivenAssets[tag] = (personId, new(tag, name, issuedOn));
        return Task.CompletedTask;
    }

    public Task<Refusal?> CloseAsync(string tag, Guid personId, AssetEnd how, string? note, string actor, DateTime nowUtc, CancellationToken ct)
    {
        if (!Issued.Any(asset => asset.Tag == tag) && !Records.GivenAssets.ContainsKey(tag)) return Task.FromResult<Refusal?>(new("assets.unknown", $"Expected one of the sample assets {string.Join(", ", Issued.Select(asset => asset.Tag))}, but got '{tag}'."));
        Records.ClosedAssets[tag] = how;
        return Task.FromResult<Refusal?>(null);
    }

    public Task<Dictionary<string, object?>> OfPersonAsync(Guid personId, CancellationToken ct) => Task.FromResult<Dictionary<string, object?>>([]);

    public Task<Dictionary<string, object?>> OfCaseAsync(Guid caseId, CancellationToken ct) => Task.FromResult<Dictionary<string, object?>>([]);

    public void Record(AuditFact fact) => ArgumentNullException.ThrowIfNull(fact);
}
