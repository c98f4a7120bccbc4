using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Uploads;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.AnswerFiles;

/// <summary>Holds the files that answers name against what was uploaded.</summary>
internal sealed class CheckAnswerFiles(AppDbContext db)
{
    /// <summary>The answers with their files filled in, or why they cannot stand: nobody sends a file that was not uploaded for this very form.</summary>
    /// <param name="place">The form.</param>
    /// <param name="answers">Values that <see cref="FormCheck"/> had nothing against.</param>
    /// <param name="by">Who sends them.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<(AnswersWithFiles? Checked, Refusal? Refusal)> RunAsync(AnswerPlace place, IReadOnlyDictionary<string, object?> answers, Guid by, CancellationToken ct)
    {
        var named = FormFiles.Of(place.Form, answers);
        if (named.Count == 0) return (new(answers, []), null);
        var ids = named.Select(file => file.Id).ToList();
        var known = await db.AnswerFiles.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(f => ids.Contains(f.Id)).ToDictionaryAsync(f => f.Id, ct);
        foreach (var (key, id) in named)
            if (known.GetValueOrDefault(id) is not { } file || !place.Takes(file, key, by)) return (null, Unknown(key, id));
        var complete = new Dictionary<string, object?>(answers);
        foreach (var field in named.GroupBy(file => file.Key)) complete[field.Key] = field.Select(file => Plain(known[file.Id])).ToList<object?>();
        return (new(complete, ids), null);
    }

    /// <summary>Makes the files part of the flow, within the transaction of its run.</summary>
    /// <returns>Why not: one was thrown away meanwhile. Null when it is done.</returns>
    public static async Task<Refusal?> SendAsync(AppDbContext db, IReadOnlyList<Guid> files, string instanceId, DateTime nowUtc, CancellationToken ct)
    {
        if (files.Count == 0) return null;
        var rows = await db.AnswerFiles.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(f => files.Contains(f.Id)).ToListAsync(ct);
        if (files.Except(rows.Select(f => f.Id)).ToList() is [var gone, ..]) return Unknown("", gone);
        foreach (var file in rows.Where(f => f.SentUtc is null)) (file.InstanceId, file.SentUtc) = (instanceId, nowUtc);
        return null;
    }

    private static Refusal Unknown(string key, Guid id) => new("files.unknown", $"Expected files that were uploaded for the field '{key}' of this form, but there is none with the id {id:D}.");

    private static Dictionary<string, object?> Plain(AnswerFile file) => new() { ["id"] = file.Id.ToString("D"), ["name"] = file.FileName, ["size"] = file.Length, ["sha256"] = file.Sha256 };
}
