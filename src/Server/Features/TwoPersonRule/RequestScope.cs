using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.TwoPersonRule;

/// <summary>Which requests a person may see and decide.</summary>
internal static class RequestScope
{
    /// <summary>Those of acts that the person may do: in the own company, or as far as the permission of the act reaches the group.</summary>
    public static IQueryable<TwoPersonRequest> VisibleTo(this IQueryable<TwoPersonRequest> requests, CurrentUser user, IEnumerable<IDangerousAct> acts)
    {
        var (company, group) = (user.CompanyId, user.Group);
        var mine = acts.Where(a => user.Has(a.Permission)).ToList();
        var names = mine.Select(a => a.Name).ToList();
        var inGroup = mine.Where(a => user.Rights.Reaches(a.Permission, Reach.Group)).Select(a => a.Name).ToList();
        return requests.Where(r => (r.CompanyId == company && names.Contains(r.Act)) || (group.Contains(r.CompanyId) && inGroup.Contains(r.Act)));
    }
}
