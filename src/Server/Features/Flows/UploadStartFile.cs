using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Flows;

/// <summary>Puts a file into an attachment field of the form that a flow is started with.</summary>
internal static class UploadStartFile
{
    public static async Task<Results<Ok<FileReference>, ProblemHttpResult>> HandleAsync(
        string definitionId, string field, IFormFile file, AppDbContext db, CurrentUser user, IStartFiles files, CancellationToken ct)
    {
        if (await StartFlow.FindAsync(db, user, definitionId, ct) is not { } flow) return StartFlow.Unknown(definitionId);
        return await files.KeepAsync(new(user.CompanyId, definitionId, null, flow.Form, user.PersonId), field, file, ct);
    }
}
