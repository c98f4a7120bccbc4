using HrBpm.Activities.Assets;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Activities.Payroll;
using HrBpm.Workflows;

namespace HrBpm.Activities.Tests.Offboarding;

/// <summary>One company's HR in memory: cases, pay, assets and the record of what was done.</summary>
internal sealed class MemoryHr : IOffboarding, IPayStatements, IAssets, IAuditTrail, IEmployments, IHandover, ICustomFields
{
    public Dictionary<Guid, OffboardingCase> Cases { get; private set; } = [];

    public Dictionary<Guid, PayStatement> Statements { get; private set; } = [];

    public Dictionary<Guid, (string By, PayVerdict Verdict)> Begun { get; private set; } = [];

    /// <summary>Those who may release pay.</summary>
    public HashSet<Guid> MayRelease { get; } = [];

    public Dictionary<string, AssetEnd?> Assets { get; private set; } = new(StringComparer.OrdinalIgnoreCase);

    public List<AuditFact> Facts { get; private set; } = [];

    public List<(Guid Person, DateOnly LastDay)> Left { get; } = [];

    /// <summary>What a case says of its stage.</summary>
    public Dictionary<Guid, string?> Notes { get; } = [];

    public List<HandoverLine> Lines { get; private set; } = [];

    public NoticeAnswer? Answer { get; private set; }

    public DamageClaim? Claim { get; private set; }

    /// <summary>Fields of the company's own, of whomever or whatever.</summary>
    public Dictionary<Guid, Dictionary<string, object?>> Custom { get; } = [];

    /// <summary>Remembers what is there; the action puts it back, as a run that is not committed leaves it.</summary>
    public Action Remember()
    {
        var (cases, statements, begun, assets, facts, lines, answer) = (Cases.ToList(), Statements.ToList(), Begun.ToList(), Assets.ToList(), Facts.ToList(), Lines, Answer);
        return () =>
        {
            (Cases, Statements, Begun, Assets) = (new(cases), new(statements), new(begun), new(assets, StringComparer.OrdinalIgnoreCase));
            (Facts, Lines, Answer) = (facts, lines, answer);
        };
    }

    public Task<Dictionary<string, object?>> OfPersonAsync(Guid personId, CancellationToken ct) => Task.FromResult(Custom.GetValueOrDefault(personId, []));

    Task<Dictionary<string, object?>> ICustomFields.OfCaseAsync(Guid caseId, CancellationToken ct) => Task.FromResult(Custom.GetValueOrDefault(caseId, []));

    public Task<OffboardingCase?> FindAsync(Guid caseId, CancellationToken ct) => Task.FromResult(Cases.GetValueOrDefault(caseId));

    public Task<Guid?> OpenCaseOfAsync(Guid leaverId, CancellationToken ct) =>
        Task.FromResult(Cases.Values.Where(c => c.Request.LeaverId == leaverId && !c.Stage.IsOver()).Select(c => (Guid?)c.Id).FirstOrDefault());

    public Task SaveAsync(OffboardingCase facts, CancellationToken ct)
    {
        Cases[facts.Id] = facts;
        return Task.CompletedTask;
    }

    public Task<Refusal?> MoveToAsync(Guid caseId, OffboardingStage stage, string? note, DateTime nowUtc, CancellationToken ct)
    {
        var refusal = OffboardingStages.WhyNotMove(Cases[caseId].Stage, stage);
        if (refusal is null && note is not null) Notes[caseId] = note;
        if (refusal is null) Cases[caseId] = Cases[caseId] with { Stage = stage, AllCompleteAtUtc = stage == OffboardingStage.Settlement ? nowUtc : Cases[caseId].AllCompleteAtUtc };
        return Task.FromResult(refusal);
    }

    public Task RecordAnswerAsync(Guid caseId, NoticeAnswer answer, CancellationToken ct)
    {
        Answer = answer;
        return Task.CompletedTask;
    }

    public Task RecordDamageAsync(Guid caseId, DamageClaim claim, CancellationToken ct)
    {
        Claim = claim;
        return Task.CompletedTask;
    }

    Task<PayStatement?> IPayStatements.FindAsync(Guid statementId, CancellationToken ct) => Task.FromResult(Statements.GetValueOrDefault(statementId));

    public Task<PayStatement?> OfCaseAsync(Guid caseId, CancellationToken ct) => Task.FromResult(Statements.Values.FirstOrDefault(s => s.CaseId == caseId));

    public Task SaveAsync(PayStatement statement, CancellationToken ct)
    {
        Statements[statement.Id] = statement;
        return Task.CompletedTask;
    }

    public Task<bool> MayReleaseAsync(Guid statementId, Guid personId, CancellationToken ct) => Task.FromResult(MayRelease.Contains(personId));

    public Task<Refusal?> BeginReleaseAsync(Guid statementId, IReadOnlyCollection<Guid> itemIds, PayVerdict verdict, string actor, CancellationToken ct)
    {
        foreach (var id in itemIds) Begun[id] = (actor, verdict);
        return Task.FromResult(Change(statementId, itemIds, PayState.Releasing, item => item with { Reason = verdict.Reason }));
    }

    public Task<Refusal?> MarkReleasedAsync(Guid statementId, IReadOnlyDictionary<Guid, string> releaseIds, DateTime nowUtc, CancellationToken ct) =>
        Task.FromResult(Change(statementId, [.. releaseIds.Keys], PayState.Released, item => item with { ReleaseId = releaseIds[item.Id], ReleasedAtUtc = nowUtc }));

    public Task<IReadOnlyList<IssuedAsset>> IssuedToAsync(Guid personId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<IssuedAsset>>([.. Assets.Where(asset => asset.Value is null).Select(asset => new IssuedAsset(asset.Key, asset.Key, new(2025, 1, 1)))]);

    public Task<Refusal?> WhyNotIssueAsync(string tag, Guid personId, CancellationToken ct) =>
        Task.FromResult(Assets.TryGetValue(tag, out var end) && end is null ? new Refusal("assets.issued-already", $"Expected asset {tag} to be with nobody, but it is issued.") : null);

    public Task IssueAsync(string tag, string name, Guid personId, DateOnly issuedOn, string actor, CancellationToken ct)
    {
        Assets[tag] = null;
        return Task.CompletedTask;
    }

    public Task<Refusal?> CloseAsync(string tag, Guid personId, AssetEnd how, string? note, string actor, DateTime nowUtc, CancellationToken ct)
    {
        Assets[tag] = how;
        return Task.FromResult<Refusal?>(null);
    }

    public Task<Refusal?> EndAsync(Guid personId, DateOnly lastDay, CancellationToken ct)
    {
        Left.Add((personId, lastDay));
        return Task.FromResult<Refusal?>(null);
    }

    public void Record(AuditFact fact) => Facts.Add(fact);

    public Task<IReadOnlyList<HandoverLine>> ListAsync(Guid caseId, CancellationToken ct) => Task.FromResult<IReadOnlyList<HandoverLine>>(Lines);

    public Task ReplaceAsync(Guid caseId, IReadOnlyList<HandoverLine> lines, CancellationToken ct)
    {
        Lines = [.. lines];
        return Task.CompletedTask;
    }

    public Task ConfirmAsync(Guid caseId, IReadOnlyCollection<int> numbers, string receiverId, DateTime nowUtc, CancellationToken ct)
    {
        Lines = [.. Lines.Select(line => numbers.Contains(line.Number) ? line with { ConfirmedBy = receiverId } : line)];
        return Task.CompletedTask;
    }

    private Refusal? Change(Guid statementId, IReadOnlyCollection<Guid> ids, PayState to, Func<PayItem, PayItem> change)
    {
        var statement = Statements[statementId];
        var refusal = statement.Items.Where(item => ids.Contains(item.Id)).Select(item => PayStates.WhyNotMove(item, to)).FirstOrDefault(r => r is not null);
        if (refusal is null)
            Statements[statementId] = statement with { Items = [.. statement.Items.Select(item => ids.Contains(item.Id) ? change(item) with { State = to } : item)] };
        return refusal;
    }
}

/// <summary>The people of the tests, who know each other.</summary>
internal sealed class MemoryOrg(params Person[] people) : IOrg
{
    public Task<Person?> FindAsync(Guid personId, CancellationToken ct) => Task.FromResult(people.FirstOrDefault(p => p.Id == personId));

    public Task<Guid?> DirectManagerOfAsync(Guid personId, CancellationToken ct) => Task.FromResult<Guid?>(null);

    public Task<IReadOnlyList<Guid>> ManagerChainOfAsync(Guid personId, int levels, CancellationToken ct) => Task.FromResult<IReadOnlyList<Guid>>([]);

    public Task<Guid?> DepartmentHeadOfAsync(Guid personId, CancellationToken ct) => Task.FromResult<Guid?>(null);

    public Task<Guid?> DottedLineManagerOfAsync(Guid personId, CancellationToken ct) => Task.FromResult<Guid?>(null);

    public Task<Guid?> HrBpOfAsync(Guid personId, CancellationToken ct) => Task.FromResult<Guid?>(null);

    public Task<IReadOnlyList<Guid>> HoldersOfRoleAsync(string role, Guid nearPersonId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Guid>>([.. people.Where(p => p.PositionName == role).Select(p => p.Id)]);

    public Task<IReadOnlyList<Guid>> HoldersOfPositionAsync(string position, Guid nearPersonId, CancellationToken ct) => Task.FromResult<IReadOnlyList<Guid>>([]);
}
