using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>Keeps what the caller has filled in for a flow, one draft for each flow, so that another device goes on with it.</summary>
internal static class KeepStartDraft
{
    /// <param name="Answers">By the keys of the form. They need not be complete, nor right yet.</param>
    public sealed record Request(JsonObject Answers);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string definitionId, Request request, AppDbContext db, CurrentUser user, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        if (await StartFlow.FindAsync(db, user, definitionId, ct) is null) return StartFlow.Unknown(definitionId);
        var answers = request.Answers.ToJsonString();
        if (answers.Length > StartDraft.Largest) return Problems.Invalid("start.draft.too-large", $"Expected a draft of at most {StartDraft.Largest} characters of JSON, but it has {answers.Length}.");
        await writes.RunAsync((scope, token) => KeepAsync(scope.GetRequiredService<AppDbContext>(), new StartDraft { PersonId = user.PersonId, CompanyId = user.CompanyId, DefinitionId = definitionId, Answers = answers, UpdatedUtc = clock.GetUtcNow().UtcDateTime }, token), ct);
        return TypedResults.NoContent();
    }

    private static async Task<bool> KeepAsync(AppDbContext db, StartDraft draft, CancellationToken ct)
    {
        if (await db.StartDrafts.FindAsync([draft.PersonId, draft.DefinitionId], ct) is { } kept) (kept.Answers, kept.UpdatedUtc) = (draft.Answers, draft.UpdatedUtc);
        else db.Add(draft);
        return true;
    }
}
