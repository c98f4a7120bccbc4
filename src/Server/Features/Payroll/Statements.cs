using HrBpm.Activities.Evidence;
using HrBpm.Activities.Payroll;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Payroll;

/// <summary>Final pay within the current run; the run saves it.</summary>
internal sealed class Statements(AppDbContext db, PayAmounts amounts, FindIdentity people, IAuditTrail audit) : IPayStatements
{
    public async Task<PayStatement?> FindAsync(Guid statementId, CancellationToken ct) => await OpenAsync(await RowAsync(statementId, ct), ct);

    public async Task<PayStatement?> OfCaseAsync(Guid caseId, CancellationToken ct)
    {
        await db.PayStatements.Include(s => s.Items).Where(s => s.CaseId == caseId).LoadAsync(ct);
        return await OpenAsync(db.PayStatements.Local.FirstOrDefault(s => s.CaseId == caseId), ct);
    }

    public async Task SaveAsync(PayStatement statement, CancellationToken ct)
    {
        var row = await RowAsync(statement.Id, ct) ?? Add(statement);
        row.StatutoryPayUtc = statement.StatutoryPayUtc;
        row.Items.RemoveAll(item => item.State == PayState.Held);
        // A new preparation must not pay a second time what was paid from an earlier one.
        var gone = row.Items.Select(item => item.Kind).ToHashSet();
        foreach (var (position, item) in statement.Items.Index().Where(each => !gone.Contains(each.Item.Kind)))
            row.Items.Add(await amounts.SealAsync(item, row, position, ct));
        Touch(row);
    }

    public async Task<bool> MayReleaseAsync(Guid statementId, Guid personId, CancellationToken ct)
    {
        if (await people.OfAsync(personId, ct) is not { } person) return false;
        var user = new CurrentUser();
        user.Become(person);
        return await db.PayStatements.AsNoTracking().VisibleTo(user, Permission.PayRelease, db).AnyAsync(s => s.Id == statementId, ct);
    }

    public async Task<Refusal?> BeginReleaseAsync(Guid statementId, IReadOnlyCollection<Guid> itemIds, PayVerdict verdict, string actor, CancellationToken ct)
    {
        if (await RowAsync(statementId, ct) is not { } row) return Unknown(statementId);
        var items = row.Items.Where(item => itemIds.Contains(item.Id)).ToList();
        if (await WhyNotMoveAsync(row, items, PayState.Releasing, ct) is { } refusal) return refusal;
        foreach (var item in items) item.Begin(verdict, actor);
        Touch(row);
        audit.Record(new(row.CompanyId, actor, "payroll.release-begun", $"pay-statement:{statementId:D}", new { items = items.Select(i => i.Id), reason = verdict.Reason, basis = verdict.Basis }));
        return null;
    }

    public async Task<Refusal?> MarkReleasedAsync(Guid statementId, IReadOnlyDictionary<Guid, string> releaseIds, DateTime nowUtc, CancellationToken ct)
    {
        if (await RowAsync(statementId, ct) is not { } row) return Unknown(statementId);
        var items = row.Items.Where(item => releaseIds.ContainsKey(item.Id) && item.State != PayState.Released).ToList();
        if (await WhyNotMoveAsync(row, items, PayState.Released, ct) is { } refusal) return refusal;
        foreach (var item in items) item.Confirm(releaseIds[item.Id], nowUtc);
        Touch(row);
        audit.Record(new(row.CompanyId, "job", "payroll.released", $"pay-statement:{statementId:D}", new { items = items.Select(i => new { i.Id, i.ReleaseId }) }));
        return null;
    }

    private async Task<StatementRow?> RowAsync(Guid statementId, CancellationToken ct)
    {
        await db.PayStatements.Include(s => s.Items).Where(s => s.Id == statementId).LoadAsync(ct);
        return db.PayStatements.Local.FirstOrDefault(s => s.Id == statementId);
    }

    private async Task<PayStatement?> OpenAsync(StatementRow? row, CancellationToken ct) => row is null ? null : await amounts.OpenAsync(row, ct);

    private async Task<Refusal?> WhyNotMoveAsync(StatementRow row, List<PayItemRow> items, PayState to, CancellationToken ct) =>
        (await amounts.OpenAsync(row, ct)).Items.Where(item => items.Exists(i => i.Id == item.Id))
            .Select(item => PayStates.WhyNotMove(item, to)).FirstOrDefault(refusal => refusal is not null);

    private StatementRow Add(PayStatement statement)
    {
        var row = new StatementRow
        {
            Id = statement.Id,
            CompanyId = statement.CompanyId,
            CaseId = statement.CaseId,
            CaseNumber = statement.CaseNumber,
            EmployeeId = statement.EmployeeId,
            EmployeeNumber = statement.EmployeeNumber,
        };
        db.Add(row);
        return row;
    }

    // Items change without their statement's own columns changing, but two flows that release at once must not both succeed: the version is the statement's.
    private void Touch(StatementRow row)
    {
        if (db.Entry(row).State == EntityState.Unchanged) db.Entry(row).State = EntityState.Modified;
    }

    private static Refusal Unknown(Guid statementId) => new("payroll.statement.unknown", $"Expected a pay statement {statementId:D}, but there is none.");
}
