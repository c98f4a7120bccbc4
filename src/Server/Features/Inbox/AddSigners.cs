using HrBpm.Activities.Inbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>加签: others sign as well, before, after or beside the assignee.</summary>
internal static class AddSigners
{
    /// <summary>Where the others stand.</summary>
    public enum Where
    {
        /// <summary>前加签: they sign first, then the task comes back.</summary>
        Before,

        /// <summary>后加签: they sign once the assignee has agreed.</summary>
        After,

        /// <summary>并加签: they sign at the same time.</summary>
        Beside,
    }

    /// <param name="People">Those who shall sign.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(IReadOnlyList<Guid> People, Where Place, string? Comment = null, int? Version = null, Guid? RequestId = null);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid taskId, Request request, ActOnTask acts, HttpContext http, CancellationToken ct) =>
        acts.RunAsync(taskId, VerbOf(request.Place), command => command with { People = [.. request.People.Select(id => id.ToString("D"))], Comment = request.Comment }, request.Version, request.RequestId, http, ct);

    private static string VerbOf(Where place) => place switch
    {
        Where.Before => TaskVerbs.AddBefore,
        Where.After => TaskVerbs.AddAfter,
        _ => TaskVerbs.AddBeside,
    };
}
