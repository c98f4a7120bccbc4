using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>Does what somebody sent from a page, by the very handlers of the API.</summary>
internal sealed class DoVerb(AppDbContext db, CurrentUser user, ActOnTask acts, CheckAct check, FlowSeals seals)
{
    /// <summary>Null when it was done; otherwise the answer that the API gives.</summary>
    public async Task<ProblemHttpResult?> RunAsync(TaskDetails task, string verb, PageAnswer said, HttpContext http, CancellationToken ct)
    {
        var (id, comment, version, request) = (task.Id, said.CommentOrNull, said.Version, said.RequestId);
        IResult answer = verb switch
        {
            TaskVerbs.Approve or TaskVerbs.Complete => await CompleteAsync(new(verb, said.Answers.Count == 0 ? null : said.Answers, comment, version, SignatureOf(task, said), request)),
            TaskVerbs.Reject => await CompleteAsync(new(verb, null, comment, version, RequestId: request)),
            TaskVerbs.Return => (await ReturnTask.HandleAsync(id, new(said.Step, said.ComesStraightBack ? ReturnTask.Then.StraightBack : ReturnTask.Then.Walk, comment, version, request), db, user, acts, http, ct)).Result,
            TaskVerbs.Transfer => (await TransferTask.HandleAsync(id, new(said.Person ?? Guid.Empty, comment, version, request), db, user, acts, http, ct)).Result,
            TaskVerbs.Delegate => (await DelegateTask.HandleAsync(id, new(said.Person ?? Guid.Empty, comment, version, request), db, user, acts, http, ct)).Result,
            TaskVerbs.AddBefore => await AddAsync(AddSigners.Where.Before),
            TaskVerbs.AddAfter => await AddAsync(AddSigners.Where.After),
            TaskVerbs.AddBeside => await AddAsync(AddSigners.Where.Beside),
            TaskVerbs.RemoveSigner => (await RemoveSigner.HandleAsync(id, new(said.Person ?? Guid.Empty, comment, version, request), acts, http, ct)).Result,
            TaskVerbs.Cc => (await SendCopies.HandleAsync(id, new([said.Person ?? Guid.Empty], comment, request), acts, http, ct)).Result,
            TaskVerbs.Claim => (await ClaimTask.HandleAsync(id, new(request), acts, http, ct)).Result,
            TaskVerbs.Release => (await ReleaseTask.HandleAsync(id, new(request), acts, http, ct)).Result,
            TaskVerbs.TakeBack => (await TakeBackTask.HandleAsync(id, new(comment, request), db, user, acts, http, ct)).Result,
            TaskVerbs.Save => (await SaveDraft.HandleAsync(id, new(said.Answers, comment), db, user, check, seals, Writes(http), http, ct)).Result,
            _ => Problems.Invalid("tasks.action.invalid", $"Expected one of the actions {string.Join(", ", task.AllowedActions)}, but got '{verb}'."),
        };
        return answer as ProblemHttpResult;

        async Task<IResult> CompleteAsync(CompleteTask.Request asked) => (await CompleteTask.HandleAsync(id, asked, db, user, acts, http, ct)).Result;

        async Task<IResult> AddAsync(AddSigners.Where where) => (await AddSigners.HandleAsync(id, new([said.Person ?? Guid.Empty], where, comment, version, request), acts, http, ct)).Result;
    }

    /// <summary>The signature that was given, where a yes takes one.</summary>
    public static SignatureGiven? SignatureOf(TaskDetails task, PageAnswer said) => task.TakesSignature ? new SignatureGiven(said.Intent, said.Password, said.Passkey) : null;

    private static WriteAttempts Writes(HttpContext http) => http.RequestServices.GetRequiredService<WriteAttempts>();
}
