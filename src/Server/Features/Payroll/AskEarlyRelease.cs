using HrBpm.Activities.Payroll;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Payroll;

/// <summary>Asks two people to release pay before the rule does. Whoever asks releases nothing by it.</summary>
internal static class AskEarlyRelease
{
    public const string DefinitionId = "payroll-early-release";
    private const int LongestReason = 2000;

    /// <param name="RequestId">Chosen by the client, so that it can send the request again when the answer was lost.</param>
    /// <param name="Items">Ids of the items.</param>
    /// <param name="Reason">Why they cannot wait.</param>
    public sealed record Request(Guid RequestId, IReadOnlyList<Guid> Items, string Reason);

    /// <param name="InstanceId">The flow that asks the two.</param>
    public sealed record Response(string InstanceId);

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, Request request, AppDbContext db, PayAmounts amounts, WorkflowRuntime workflows, CurrentUser user, CancellationToken ct)
    {
        if (await db.PayStatements.AsNoTracking().VisibleTo(user, Permission.PayRelease, db).Include(s => s.Items).SingleOrDefaultAsync(s => s.Id == id, ct) is not { } row) return ShowStatement.Unknown(id);
        var statement = await amounts.OpenAsync(row, ct);
        if (WhyNot(request, statement) is { } refusal) return refusal.ToProblem();
        var result = await workflows.StartAsync(await CommandAsync(request, statement, db, user, ct), ct);
        return result.Refusal is { } late ? late.ToProblem() : TypedResults.Accepted($"/api/instances/{result.InstanceId}", new Response(result.InstanceId));
    }

    private static Refusal? WhyNot(Request request, PayStatement statement)
    {
        if (request.Items.Count == 0) return new("payroll.early-release.invalid", "Expected at least one item to release early, but there is none.");
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason)
            return new("payroll.early-release.invalid", $"Expected a reason of 1 to {LongestReason} characters, but got {request.Reason.Trim().Length}.");
        var unknown = request.Items.Where(item => statement.Items.All(i => i.Id != item)).ToList();
        if (unknown.Count > 0) return new("payroll.item.unknown", $"Expected items of statement {statement.Id:D}, but {unknown[0]:D} is none.");
        return statement.Items.FirstOrDefault(i => request.Items.Contains(i.Id) && i.State != PayState.Held) is { } gone
            ? new("payroll.item-state", $"Expected items that are held, but {gone.Kind} is {gone.State}.")
            : null;
    }

    private static async Task<StartCommand> CommandAsync(Request request, PayStatement statement, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var name = await db.People.Where(p => p.Id == statement.EmployeeId).Select(p => p.Name).SingleAsync(ct);
        return new StartCommand(DefinitionId)
        {
            TenantId = statement.CompanyId.ToString("D"),
            Actor = user.Actor,
            CorrelationId = statement.Id.ToString("D"),
            InstanceId = $"early-{statement.Id:N}"[..22] + $"-{request.RequestId:N}",
            Name = $"提前发放 {statement.CaseNumber}",
            Input = new Dictionary<string, object?>
            {
                ["statementId"] = statement.Id.ToString("D"),
                ["caseNumber"] = statement.CaseNumber,
                ["leaverId"] = statement.EmployeeId.ToString("D"),
                ["leaverName"] = name,
                ["items"] = new List<object?>(statement.Items.Where(i => request.Items.Contains(i.Id)).Select(Shape)),
                ["reason"] = request.Reason.Trim(),
            },
        };
    }

    private static Dictionary<string, object?> Shape(PayItem item) => new()
    {
        ["id"] = item.Id.ToString("D"),
        ["name"] = item.Kind.InChinese(),
        ["yuan"] = EarlyReleaseText.YuanOf(item),
        ["currency"] = item.Currency,
    };
}
