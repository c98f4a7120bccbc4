using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>What was shown, filled in, written and attached in tasks about a person. Who did what, and when, stays.</summary>
internal sealed class ErasableTasks(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.Flows;

    public async Task<int> CountAsync(Guid personId, CancellationToken ct) => await Told(personId).CountAsync(ct) + await Attachments(personId).CountAsync(ct);

    public async Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct)
    {
        var hashes = await Attachments(personId).Select(a => new { a.CompanyId, a.Sha256 }).Distinct().ToListAsync(ct);
        var rows = await Attachments(personId).ExecuteDeleteAsync(ct);
        await Contents.DropAsync(db, hashes.Select(hash => (hash.CompanyId, hash.Sha256)), ct);
        await db.FlowComments.Where(c => About(personId).Any(t => t.InstanceId == c.InstanceId)).ExecuteUpdateAsync(set => set.SetProperty(c => c.Text, "").SetProperty(c => c.IsSealed, false), ct);
        return rows + await Told(personId).ExecuteUpdateAsync(set => set.SetProperty(t => t.Title, t => t.ActivityName).SetProperty(t => t.Instruction, (string?)null).SetProperty(t => t.Data, (string?)null)
            .SetProperty(t => t.Document, (string?)null).SetProperty(t => t.Intent, (string?)null).SetProperty(t => t.Draft, (string?)null).SetProperty(t => t.Comment, (string?)null).SetProperty(t => t.Answers, (string?)null)
            .SetProperty(t => t.ProxyReason, (string?)null).SetProperty(t => t.IsSealed, false), ct);
    }

    private IQueryable<HumanTask> About(Guid personId) => db.Tasks.Where(t => t.ConcerningId == personId && t.ClosedUtc != null);

    private IQueryable<HumanTask> Told(Guid personId) => About(personId).Where(t => t.Title != t.ActivityName || t.Instruction != null || t.Data != null || t.Document != null || t.Intent != null || t.Comment != null || t.Answers != null);

    private IQueryable<TaskAttachment> Attachments(Guid personId) => db.TaskAttachments.Where(a => About(personId).Any(t => t.Id == a.TaskId));
}
