using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>One intention of a person, by the id that their client gave it. What is done for it and that it was done commit together.</summary>
/// <param name="PersonId">Who asks.</param>
/// <param name="RequestId">The client's id.</param>
/// <param name="Subject">The task, or the flow where it concerns all of it.</param>
/// <param name="What">SHA-256 of what is asked, in lower-case hexadecimal.</param>
internal sealed record RequestOnce(Guid PersonId, Guid RequestId, string Subject, string What)
{
    /// <summary>Code of the refusal within a transaction that finds the request done.</summary>
    public const string Repeated = "requests.repeated";

    /// <summary>What became of the same request before.</summary>
    /// <param name="Refusal">Why this one is not the same; null when it is, and was done.</param>
    /// <param name="AnswerId">Id of what was made.</param>
    internal sealed record Earlier(Refusal? Refusal, Guid? AnswerId);

    /// <summary>Of an act; null when the client gave no id. Words and answers are not looked at: the first ones count.</summary>
    public static RequestOnce? Of(TaskAct act)
    {
        if (act.Once is not null) return act.Once;
        if (act.RequestId is not { } id || !Guid.TryParse(act.Command.By, out var by)) return null;
        var subject = act.Task.Id.ToString("D");
        return new(by, id, subject, WhatOf(act.IsOneOfMany ? "" : subject, [act.Command.Verb, act.Command.To ?? "", .. act.Command.People]));
    }

    /// <summary>Of one of the tasks of a request that asks the same of many; null when the client gave no id.</summary>
    public static RequestOnce? OfMany(Guid personId, Guid? requestId, Guid taskId, string verb, string to) => requestId is { } id ? new(personId, id, taskId.ToString("D"), WhatOf("", [verb, to])) : null;

    /// <summary>Of something else than an act; null when the client gave no id.</summary>
    public static RequestOnce? Of(Guid personId, Guid? requestId, string subject, params IEnumerable<string> what) => requestId is { } id ? new(personId, id, subject, WhatOf(subject, what)) : null;

    /// <summary>What became of it before; null when it is new. One id for two intentions is refused.</summary>
    public async Task<Earlier?> FindAsync(AppDbContext at, CancellationToken ct)
    {
        var rows = await Rows(at, PersonId, RequestId).AsNoTracking().ToListAsync(ct);
        if (rows.Exists(row => row.What != What)) return new(new("requests.id-taken", $"Expected a fresh request id, but {RequestId:D} was used for something else."), null);
        return rows.Find(row => row.Subject == Subject) is { } same ? new(null, same.AnswerId) : null;
    }

    /// <summary>Within the transaction that does it: why it must not be done, or null and it is noted.</summary>
    public async Task<Refusal?> NoteAsync(AppDbContext at, Guid companyId, DateTime nowUtc, CancellationToken ct, Guid? answerId = null)
    {
        if (await FindAsync(at, ct) is { } earlier) return earlier.Refusal ?? new(Repeated, $"Expected a request that was not done yet, but {RequestId:D} was.");
        at.TaskRequests.Add(new TaskRequest { PersonId = PersonId, RequestId = RequestId, Subject = Subject, CompanyId = companyId, What = What, AnswerId = answerId, AtUtc = nowUtc });
        return null;
    }

    /// <summary>The tasks to which this was done already by a request that asks it of many.</summary>
    public static async Task<List<Guid>> TasksOfAsync(AppDbContext db, Guid personId, Guid? requestId, string verb, string to, CancellationToken ct)
    {
        if (requestId is not { } id) return [];
        var what = WhatOf("", [verb, to]);
        var subjects = await Rows(db, personId, id).Where(r => r.What == what).Select(r => r.Subject).ToListAsync(ct);
        return [.. subjects.Select(subject => Guid.TryParseExact(subject, "D", out var task) ? task : (Guid?)null).OfType<Guid>().Order()];
    }

    private static IQueryable<TaskRequest> Rows(AppDbContext db, Guid personId, Guid requestId) =>
        db.TaskRequests.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(r => r.PersonId == personId && r.RequestId == requestId);

    private static string WhatOf(string subject, IEnumerable<string> what) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [subject, .. what]))));
}
