using HrBpm.Server.Database;
using HrBpm.Server.Platform.Uploads;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox.AnswerFiles;

/// <summary>The files of forms that flows are started with: rows like those of tasks, without a task.</summary>
internal sealed class StartFiles(AppDbContext db, KeepAnswerFile keep, CheckAnswerFiles check, TimeProvider clock) : IStartFiles
{
    public Task<Results<Ok<FileReference>, ProblemHttpResult>> KeepAsync(StartForm form, string key, IFormFile file, CancellationToken ct) => keep.RunAsync(PlaceOf(form), key, form.By, file, ct);

    public Task<(AnswersWithFiles? Checked, Refusal? Refusal)> CheckAsync(StartForm form, IReadOnlyDictionary<string, object?> answers, CancellationToken ct) => check.RunAsync(PlaceOf(form), answers, form.By, ct);

    public Task<Refusal?> SendAsync(IReadOnlyList<Guid> files, string instanceId, CancellationToken ct) => CheckAnswerFiles.SendAsync(db, files, instanceId, clock.GetUtcNow().UtcDateTime, ct);

    public Task DropAsync(Guid personId, string definitionId, CancellationToken ct) => ForgetUnsentFiles.DropOfAsync(db, personId, definitionId, ct);

    private static AnswerPlace PlaceOf(StartForm form) => new(form.CompanyId, form.DefinitionId, null, form.InstanceId, form.Form);
}
