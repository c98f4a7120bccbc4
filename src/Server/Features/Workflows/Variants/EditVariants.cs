using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>Runs a change of a variant in a transaction of its own, which is repeated when somebody else was faster, and shows what came of it.</summary>
internal sealed class EditVariants(WriteAttempts writes, AppDbContext db, CurrentUser user, IHttpContextAccessor http)
{
    /// <summary>Makes the change.</summary>
    public async Task<Results<Ok<ShowVariant.Response>, ProblemHttpResult>> ShowAsync(string definitionId, Func<ChangeVariants, DefinitionAuthor, CancellationToken, Task<VariantChange>> change, CancellationToken ct) =>
        await ProblemAsync(change, ct) is { } problem ? problem : await ShowVariant.HandleAsync(definitionId, db, user, ct);

    /// <summary>Makes the change; why it was not made, or null.</summary>
    public async Task<ProblemHttpResult?> ProblemAsync(Func<ChangeVariants, DefinitionAuthor, CancellationToken, Task<VariantChange>> change, CancellationToken ct)
    {
        try
        {
            return await writes.RunAsync((services, token) => change(services.GetRequiredService<ChangeVariants>(), DefinitionAuthor.Of(user), token), ct) switch
            {
                VariantChange.Refused refused => refused.Why.ToProblem(),
                VariantChange.NotSound unsound => DefinitionProblems.NotSound(unsound.Problems, AnswerLanguage.Of(http.HttpContext!.Request)),
                _ => null,
            };
        }
        catch (DefinitionException wrong)
        {
            // What starts it cannot be told before it is published; the transaction is rolled back.
            return DefinitionProblems.NotSound(wrong.Problems, AnswerLanguage.Of(http.HttpContext!.Request));
        }
    }
}
