using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.AnswerFiles;

/// <summary>The files of forms that a person has handed in, and those of flows about the person.</summary>
internal sealed class PersonalAnswerFiles(AppDbContext db) : IPersonalData
{
    public string Name => "formFiles";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct) =>
        await db.AnswerFiles.AsNoTracking().Where(f => f.UploadedById == personId || db.Tasks.Any(t => t.InstanceId == f.InstanceId && t.ConcerningId == personId)).OrderBy(f => f.AtUtc).ThenBy(f => f.Id)
            .Select(f => new { f.Id, f.DefinitionId, f.InstanceId, Field = f.FieldKey, f.FileName, f.ContentType, f.Length, f.Sha256, f.AtUtc, f.SentUtc, Content = "/api/files/" + f.Id })
            .ToListAsync(ct) is { Count: > 0 } files ? files : null;
}

/// <summary>They go with the flows that are about the person; what was never sent goes in any case. Whoever else handed something in about somebody else's case has no part of it.</summary>
internal sealed class ErasableAnswerFiles(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.Flows;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => Of(personId).CountAsync(ct);

    public async Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct)
    {
        var files = await Of(personId).ToListAsync(ct);
        await Of(personId).ExecuteDeleteAsync(ct);
        await Contents.DropAsync(db, files.Select(f => (f.CompanyId, f.Sha256)), ct);
        return files.Count;
    }

    private IQueryable<AnswerFile> Of(Guid personId) => db.AnswerFiles.AsNoTracking().Where(f => f.SentUtc == null ? f.UploadedById == personId
        : db.Tasks.Any(t => t.InstanceId == f.InstanceId && t.ConcerningId == personId) && !db.Tasks.Any(t => t.InstanceId == f.InstanceId && t.ClosedUtc == null)
            || f.UploadedById == personId && !db.Tasks.Any(t => t.InstanceId == f.InstanceId));
}
