using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.AnswerFiles;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Flows;

/// <summary>Puts a file into an attachment field of the form that a flow is started with.</summary>
internal static class UploadStartFile
{
    public static async Task<Results<Ok<FileReference>, ProblemHttpResult>> HandleAsync(
        string definitionId, string field, IFormFile file, AppDbContext db, CurrentUser user, KeepAnswerFile keep, CancellationToken ct)
    {
        if (await StartFlow.FindAsync(db, user, definitionId, ct) is not { } flow) return StartFlow.Unknown(definitionId);
        return await keep.RunAsync(new(user.CompanyId, definitionId, null, null, flow.Form), field, user.PersonId, file, ct);
    }
}
