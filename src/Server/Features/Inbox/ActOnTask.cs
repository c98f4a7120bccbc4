using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.AnswerFiles;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Does what somebody asks of a task: checks it, makes the signature, then resumes the flow, where it is checked again inside the transaction.</summary>
internal sealed class ActOnTask(AppDbContext db, WorkflowRuntime workflows, FlowSeals seals, ISignatures signatures, CheckAct check, TimeProvider clock)
{
    /// <summary>Null when it was done, by this request or by the same one before. Of two people who come at once, the second is told who was first.</summary>
    public async Task<Refusal?> RunAsync(TaskAct asked, CancellationToken ct)
    {
        if (RequestOnce.Of(asked) is not { } once) return await TryAsync(asked, null, ct);
        if (await once.FindAsync(db, ct) is { } before) return before.Refusal;
        // The same request may have been on its way twice: then the other one was done, and what this one met is its own work.
        return await TryAsync(asked, once, ct) is { } refusal ? await once.FindAsync(db, ct) is { } meanwhile ? meanwhile.Refusal : refusal : null;
    }

    private async Task<Refusal?> TryAsync(TaskAct asked, RequestOnce? once, CancellationToken ct)
    {
        var (act, invalid) = await check.BeforeAsync(asked, ct);
        if (invalid is not null) return invalid;
        var (draft, unsigned) = await SignAsync(act, ct);
        if (unsigned is not null) return unsigned;
        var command = act.Command with { SignatureId = draft?.Id.ToString("D") };
        var resume = new ResumeCommand(act.Through ?? act.Task.BookmarkId!) { Actor = command.By, Input = TaskInput.Of(command, await AttachmentsAsync(act, ct)) };
        var late = await workflows.ResumeAsync(resume, ct, (scope, token) => InsideAsync(scope, act with { Command = command }, draft, once, token));
        return late is null ? null : await CheckNow.WhyNotAsync(db, act, clock.GetUtcNow().UtcDateTime, ct) ?? late;
    }

    private async Task<(SignatureDraft? Draft, Refusal? Refusal)> SignAsync(TaskAct act, CancellationToken ct)
    {
        if (!act.MustSign) return (null, null);
        var document = await act.Task.DocumentBytesAsync(seals, ct);
        var request = new SignRequest(Guid.Parse(act.Command.By), act.Signature!.Password ?? "", act.Task.Intent!, document, act.Task.Title, act.Client.Address, act.Client.UserAgent) { Passkey = act.Signature.Passkey?.ToProof() };
        return await signatures.PrepareAsync(request, ct);
    }

    private async Task<IReadOnlyList<string>> AttachmentsAsync(TaskAct act, CancellationToken ct)
    {
        var by = Guid.Parse(act.Command.By);
        var ids = await db.TaskAttachments.IgnoreQueryFilters([AppDbContext.CompanyFilter])
            .Where(a => a.TaskId == act.Task.Id && a.UploadedById == by).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(ct);
        return [.. ids.Select(id => id.ToString("D"))];
    }

    // Runs in the scope and the transaction of the run, and again when the attempt is repeated.
    private async Task<Refusal?> InsideAsync(IServiceProvider scope, TaskAct act, SignatureDraft? draft, RequestOnce? once, CancellationToken ct)
    {
        var inner = scope.GetRequiredService<AppDbContext>();
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        if (once is not null && await once.NoteAsync(inner, act.Task.CompanyId, nowUtc, ct) is { } repeated) return repeated;
        if (await CheckNow.WhyNotAsync(inner, act, nowUtc, ct) is { } refusal) return refusal;
        if (await CheckAnswerFiles.SendAsync(inner, act.Files, act.Task.InstanceId, nowUtc, ct) is { } gone) return gone;
        if (draft is not null)
            scope.GetRequiredService<ISignatures>().Record(draft, new SignedSubject("task", act.Task.Id.ToString("D"), act.Task.InstanceId, act.Task.ConcerningId));
        if (act.LinkId is { } linkId)
        {
            var link = await inner.TaskLinks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleAsync(l => l.Id == linkId, ct);
            link.UsedUtc = nowUtc;
        }
        scope.GetRequiredService<IAuditTrail>().Record(TaskFacts.Of(act));
        return null;
    }
}
