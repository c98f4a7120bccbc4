using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Views;

/// <summary>The views that a person has saved.</summary>
internal sealed class PersonalViews(AppDbContext db) : IPersonalData
{
    public string Name => "inboxViews";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct) =>
        (await db.InboxViews.AsNoTracking().Where(v => v.PersonId == personId).OrderBy(v => v.Name).ToListAsync(ct)).ConvertAll(v => new { v.Name, v.List, v.DefinitionId, v.IsOverdue, v.ConcerningId, v.Search, v.Order, v.SavedUtc });
}

/// <summary>They go when the person's time with the company is over.</summary>
internal sealed class ErasableViews(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.SignIn;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => db.InboxViews.CountAsync(v => v.PersonId == personId, ct);

    public Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct) => db.InboxViews.Where(v => v.PersonId == personId).ExecuteDeleteAsync(ct);
}
