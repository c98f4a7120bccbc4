using HrBpm.Activities.Payroll;
using HrBpm.Workflows;

namespace HrBpm.Activities.DryRuns;

/// <summary>Pay statements in a dry run: no money goes.</summary>
internal sealed class DryPay(DryBook book) : IPayStatements
{
    private Dictionary<Guid, PayStatement> Statements => book.Present.Statements;

    public Task<PayStatement?> FindAsync(Guid statementId, CancellationToken ct) => Task.FromResult(Statements.GetValueOrDefault(statementId));

    public Task<PayStatement?> OfCaseAsync(Guid caseId, CancellationToken ct) => Task.FromResult(Statements.Values.FirstOrDefault(s => s.CaseId == caseId));

    public Task SaveAsync(PayStatement statement, CancellationToken ct)
    {
        Statements[statement.Id] = statement;
        return Task.CompletedTask;
    }

    public Task<bool> MayReleaseAsync(Guid statementId, Guid personId, CancellationToken ct) => Task.FromResult(true);

    public Task<Refusal?> BeginReleaseAsync(Guid statementId, IReadOnlyCollection<Guid> itemIds, PayVerdict verdict, string actor, CancellationToken ct) =>
        Task.FromResult(Change(statementId, itemIds, PayState.Releasing, item => item with { Reason = verdict.Reason }));

    public Task<Refusal?> MarkReleasedAsync(Guid statementId, IReadOnlyDictionary<Guid, string> releaseIds, DateTime nowUtc, CancellationToken ct) =>
        Task.FromResult(Change(statementId, [.. releaseIds.Keys], PayState.Released, item => item with { ReleaseId = releaseIds[item.Id], ReleasedAtUtc = nowUtc }));

    private Refusal? Change(Guid statementId, IReadOnlyCollection<Guid> ids, PayState to, Func<PayItem, PayItem> change)
    {
        if (!Statements.TryGetValue(statementId, out var statement)) return new("payroll.statement-unknown", $"Expected a pay statement {statementId:D}, but there is none.");
        var refusal = statement.Items.Where(item => ids.Contains(item.Id)).Select(item => PayStates.WhyNotMove(item, to)).FirstOrDefault(r => r is not null);
        if (refusal is null) Statements[statementId] = statement with { Items = [.. statement.Items.Select(item => ids.Contains(item.Id) ? change(item) with { State = to } : item)] };
        return refusal;
    }
}
