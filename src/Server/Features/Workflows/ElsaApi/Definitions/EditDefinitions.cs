using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Runs a change of definitions in a transaction of its own, which is repeated when somebody else was faster, and shows what came of it.</summary>
internal sealed class EditDefinitions(WriteAttempts writes, AppDbContext db, DefinitionModel model, CurrentUser user, IHttpContextAccessor http)
{
    /// <summary>The version that a change left, as a whole, or why it was not made.</summary>
    internal sealed record Outcome(JsonObject? Definition, DefinitionChange.Done? Done, ProblemHttpResult? Problem);

    /// <summary>The language that the client reads problems in.</summary>
    public string Language => AnswerLanguage.Of(http.HttpContext!.Request);

    /// <summary>Makes one change.</summary>
    public async Task<DefinitionChange> ChangeAsync(Func<ChangeDefinitions, DefinitionAuthor, CancellationToken, Task<DefinitionChange>> change, CancellationToken ct, IfMatch? ifMatch = null)
    {
        try
        {
            return await writes.RunAsync(async (services, token) =>
            {
                if (ifMatch is not null && await WhyNotAsync(services.GetRequiredService<AppDbContext>(), ifMatch, token) is { } refusal) return new DefinitionChange.Refused(refusal);
                return await change(services.GetRequiredService<ChangeDefinitions>(), DefinitionAuthor.Of(user), token);
            }, ct);
        }
        catch (DefinitionException wrong)
        {
            // What starts it cannot be told before it is published; the transaction is rolled back.
            return new DefinitionChange.NotSound(wrong.Problems);
        }
    }

    /// <summary>Makes one change, and reads the definition after it.</summary>
    public async Task<Outcome> ShowAsync(Func<ChangeDefinitions, DefinitionAuthor, CancellationToken, Task<DefinitionChange>> change, CancellationToken ct, IfMatch? ifMatch = null)
    {
        var made = await ChangeAsync(change, ct, ifMatch);
        if (made is not DefinitionChange.Done done) return new Outcome(null, null, DefinitionProblems.Of(made, Language));
        return new Outcome(model.Write(await FindAsync(done.Version.Id, ct), done.Version.Json), done, null);
    }

    private async Task<Refusal?> WhyNotAsync(AppDbContext inTransaction, IfMatch ifMatch, CancellationToken ct)
    {
        await DefinitionTurn.TakeAsync(inTransaction, DefinitionAuthor.Of(user), ct);
        return await ifMatch.WhyNotAsync(inTransaction, model, user, ct);
    }

    /// <summary>A version as the company sees it.</summary>
    public Task<SeenVersion> FindAsync(string versionId, CancellationToken ct) => SeenVersion.Of(db, user.CompanyId).SingleAsync(v => v.Id == versionId, ct);
}
