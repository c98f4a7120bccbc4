using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.People;

/// <summary>What somebody does in the company, as a request says it.</summary>
/// <param name="BranchId">The branch.</param>
/// <param name="DepartmentId">The department.</param>
/// <param name="PositionId">The position.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day; absent while there is no end in sight.</param>
/// <param name="ManagerId">The direct manager; absent at the top.</param>
/// <param name="DottedLineManagerId">Somebody else whom the person reports to in a matter.</param>
/// <param name="HrBpId">The HR business partner.</param>
/// <param name="Custom">Fields of the company's own, by their keys: null removes a value, an absent key leaves it as it is.</param>
internal sealed record EmploymentTerms(
    Guid BranchId, Guid DepartmentId, Guid PositionId, DateOnly From, DateOnly? Until = null, Guid? ManagerId = null, Guid? DottedLineManagerId = null, Guid? HrBpId = null, JsonObject? Custom = null)
{
    // Nobody has that many managers above; a longer way is a circle that somebody else has closed.
    private const int HighestChain = 100;

    /// <summary>The terms for the audit trail, which never forgets and gets no values of fields.</summary>
    internal EmploymentTerms Plain => this with { Custom = null };

    /// <summary>Why the person can not be employed like this; null when they can.</summary>
    /// <param name="personId">Whom it is about.</param>
    /// <param name="employmentId">The employment that is changed; null for a new one.</param>
    /// <param name="edit">The change.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Refusal?> WhyNotAsync(Guid personId, Guid? employmentId, OrgEdit edit, CancellationToken ct) =>
        OrgTexts.WhyNotDays(From, Until)
        ?? await WhyNotPlaceAsync(edit, ct)
        ?? await WhyNotOverlapAsync(personId, employmentId, edit, ct)
        ?? await WhyNotPeopleAsync(personId, edit, ct)
        ?? await WhyNotManagerAsync(personId, edit, ct);

    /// <summary>Makes the employment.</summary>
    public Employment Make(Guid companyId, Guid personId) => new()
    {
        CompanyId = companyId,
        PersonId = personId,
        BranchId = BranchId,
        DepartmentId = DepartmentId,
        PositionId = PositionId,
        From = From,
        Until = Until,
        ManagerId = ManagerId,
        DottedLineManagerId = DottedLineManagerId,
        HrBpId = HrBpId,
    };

    /// <summary>Changes the employment.</summary>
    public void ApplyTo(Employment employment)
    {
        (employment.BranchId, employment.DepartmentId, employment.PositionId) = (BranchId, DepartmentId, PositionId);
        (employment.From, employment.Until) = (From, Until);
        (employment.ManagerId, employment.DottedLineManagerId, employment.HrBpId) = (ManagerId, DottedLineManagerId, HrBpId);
    }

    /// <summary>What an employment says.</summary>
    public static EmploymentTerms Of(Employment e) => new(e.BranchId, e.DepartmentId, e.PositionId, e.From, e.Until, e.ManagerId, e.DottedLineManagerId, e.HrBpId);

    private async Task<Refusal?> WhyNotPlaceAsync(OrgEdit edit, CancellationToken ct)
    {
        if (!await edit.Db.Branches.AnyAsync(b => b.Id == BranchId, ct)) return new Refusal("employments.branch.invalid", $"Expected a branch of the company, but there is none with the id {BranchId}.");
        if (!await edit.Db.Positions.AnyAsync(p => p.Id == PositionId, ct)) return new Refusal("employments.position.invalid", $"Expected a position of the company, but there is none with the id {PositionId}.");
        var department = await edit.Db.Departments.SingleOrDefaultAsync(d => d.Id == DepartmentId, ct);
        if (department is null) return new Refusal("employments.department.invalid", $"Expected a department of the company, but there is none with the id {DepartmentId}.");
        return department.ClosedOn is { } closed && (Until is null || Until > closed)
            ? new Refusal("departments.closed", $"Expected a department that is open, but '{department.Name}' closed on {closed:yyyy-MM-dd}.")
            : null;
    }

    /// <summary>Why the days do not fit beside the other employments of the person; null when they do.</summary>
    public async Task<Refusal?> WhyNotOverlapAsync(Guid personId, Guid? employmentId, OrgEdit edit, CancellationToken ct)
    {
        var other = await edit.Db.Employments.AsNoTracking()
            .FirstOrDefaultAsync(e => e.PersonId == personId && e.Id != employmentId && (Until == null || e.From <= Until) && (e.Until == null || e.Until >= From), ct);
        return other is null ? null : new Refusal("employments.overlap", $"Expected the employment to lie beside the person's others, but one lasts from {other.From:yyyy-MM-dd} {(other.Until is { } end ? $"to {end:yyyy-MM-dd}" : "on; end it first")}.");
    }

    private async Task<Refusal?> WhyNotPeopleAsync(Guid personId, OrgEdit edit, CancellationToken ct)
    {
        foreach (var (who, what) in new[] { (ManagerId, "manager"), (DottedLineManagerId, "dotted-line manager"), (HrBpId, "HR business partner") })
        {
            if (who == personId) return new Refusal("employments.manager.circle", $"Expected another person as {what}, but it is the same.");
            if (who is { } id && !await edit.Db.People.AnyAsync(p => p.Id == id, ct))
                return new Refusal("employments.manager.invalid", $"Expected the {what} to be a person of the company, but there is none with the id {id}.");
        }

        return null;
    }

    private async Task<Refusal?> WhyNotManagerAsync(Guid personId, OrgEdit edit, CancellationToken ct)
    {
        var chain = new List<Guid>();
        for (var at = ManagerId; at is { } manager && chain.Count < HighestChain; at = await ManagerOfAsync(manager, edit, ct))
        {
            if (chain.Contains(manager)) return null;
            chain.Add(manager);
            if (manager == personId) return await CircleAsync(chain, edit, ct);
        }

        return null;
    }

    private static Task<Guid?> ManagerOfAsync(Guid personId, OrgEdit edit, CancellationToken ct) =>
        edit.Db.Employments.Where(e => e.PersonId == personId).OrderByDescending(e => e.From).Select(e => e.ManagerId).FirstOrDefaultAsync(ct);

    private static async Task<Refusal> CircleAsync(List<Guid> chain, OrgEdit edit, CancellationToken ct)
    {
        var names = await edit.Db.People.Where(p => chain.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        return new Refusal("employments.manager.circle", $"Expected managers to lead to the top, but they would lead in a circle: {string.Join(" > ", chain.Prepend(chain[^1]).Select(id => names.GetValueOrDefault(id, "?")))}.");
    }
}
