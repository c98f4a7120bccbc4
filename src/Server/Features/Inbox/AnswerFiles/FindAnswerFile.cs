using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Server.Platform.Uploads;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.AnswerFiles;

/// <summary>Finds a file for somebody who may see it: its uploader, and whoever sees a task in which the field with it stands. Where the field is hidden, there is no such file.</summary>
internal sealed class FindAnswerFile(AppDbContext db, CurrentUser user, FlowSeals seals) : IFlowFiles
{
    public async Task<AnswerFile?> RunAsync(Guid fileId, CancellationToken ct)
    {
        var file = await db.AnswerFiles.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId, ct);
        if (file is null || file.UploadedById == user.PersonId) return file;
        if (file.InstanceId is null) return null;
        foreach (var seen in await SeenAsync(file.InstanceId, ct))
            if (IsShown(seen, fileId)) return file;
        return null;
    }

    /// <summary>The files of a flow's forms that the caller may see, in the order in which they came.</summary>
    public async Task<IReadOnlyList<SentFile>> OfFlowAsync(string instanceId, CancellationToken ct)
    {
        var files = await db.AnswerFiles.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(f => f.InstanceId == instanceId && f.SentUtc != null).OrderBy(f => f.AtUtc).ThenBy(f => f.Id).ToListAsync(ct);
        var others = files.Exists(f => f.UploadedById != user.PersonId) ? await SeenAsync(instanceId, ct) : [];
        return [.. files.Where(f => f.UploadedById == user.PersonId || others.Exists(task => IsShown(task, f.Id))).Select(f => new SentFile(f.Id, f.FileName, f.ContentType, f.Length, f.UploadedById, f.AtUtc))];
    }

    private async Task<List<TaskDetails>> SeenAsync(string instanceId, CancellationToken ct)
    {
        var tasks = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().Where(t => t.InstanceId == instanceId).OrderByDescending(t => t.OpenedUtc).ToListAsync(ct);
        var seen = new List<TaskDetails>();
        foreach (var task in tasks) seen.Add(await ReadTask.SeenAsync(task, db, seals, user, ct));
        return seen;
    }

    /// <summary>There is no such file, or it is none of the caller's business: the two must look the same.</summary>
    public static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unknown(Guid fileId) => Problems.NotFound("files.unknown", $"Expected a file {fileId:D} that you may see, but there is none.");

    private static bool IsShown(TaskDetails task, Guid fileId) =>
        Names(task.Data, fileId) || Names(task.Draft, fileId) || task.History.Any(entry => Names(entry.Answers, fileId));

    private static bool Names(JsonNode? node, Guid fileId) => node switch
    {
        JsonArray list => list.Any(item => Names(item, fileId)),
        JsonObject members => members["sha256"] is not null && Guid.TryParse(members["id"]?.ToString(), out var id) && id == fileId || members.Any(member => Names(member.Value, fileId)),
        _ => false,
    };
}
