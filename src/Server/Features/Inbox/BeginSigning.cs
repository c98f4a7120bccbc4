using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.Signatures;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>First half of signing a task with a passkey: what the browser needs for <c>navigator.credentials.get</c>. It holds for this document and this sentence only.</summary>
internal static class BeginSigning
{
    /// <param name="Options">For <c>PublicKeyCredential.parseRequestOptionsFromJSON</c>.</param>
    /// <param name="State">What to send back as <c>signature.passkey.state</c>.</param>
    public sealed record Response(JsonNode Options, string State);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid taskId, AppDbContext db, CurrentUser user, FlowSeals seals, ISignatures signatures, CancellationToken ct)
    {
        var task = await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null) return TaskProblems.Unknown(taskId);
        if (task.ViaOf(user.PersonId) is null) return Problems.Forbidden("tasks.forbidden", "Expected the assignee of the task, but somebody else asked.");
        if (!task.NeedsSignature) return Problems.Conflict("tasks.signature.unneeded", "Expected a task that takes a signature, but this one takes none.");
        return await signatures.BeginPasskeyAsync(user.PersonId, await task.DocumentBytesAsync(seals, ct), task.Intent!, ct) is { } begun
            ? TypedResults.Ok(new Response(JsonNode.Parse(begun.Options)!, begun.State))
            : Problems.Conflict("signatures.no-passkey", "Expected the signer to have a passkey, but there is none. Sign with the password.");
    }

    /// <summary>The exact bytes that are signed.</summary>
    public static async Task<byte[]> DocumentBytesAsync(this HumanTask task, FlowSeals seals, CancellationToken ct) => Encoding.UTF8.GetBytes(task.IsSealed
        ? await seals.OpenAsync(new(HumanTask.Table, task.Id.ToString("D"), HumanTask.DocumentColumn), task.Document!, ct)
        : task.Document!);
}
