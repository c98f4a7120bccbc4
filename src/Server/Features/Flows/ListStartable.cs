using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Flows;

/// <summary>发起流程: the flows that the caller may start.</summary>
internal static class ListStartable
{
    /// <param name="Page">The start page of its own that it has; null where the form will do.</param>
    /// <param name="IsOwn">The company's own, rather than the group's.</param>
    /// <param name="Keys">What a search finds it by, beside its name: in pinyin, and by initials.</param>
    /// <param name="Form">What is asked.</param>
    /// <param name="Picture">The flow as an Elsa flowchart, without what only its execution needs.</param>
    public sealed record Item(
        string DefinitionId, string Name, string? Description, int Version, bool IsOwn, string Group, string Icon, string? Page, IReadOnlyList<string> Keys, IReadOnlyList<FormField> Form, JsonObject Picture);

    public static async Task<Ok<IReadOnlyList<Item>>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<Item>>([.. (await StartableFlow.OfAsync(db, user.CompanyId, null, ct)).Where(f => f.MayBeStartedBy(user)).Select(ItemOf)]);

    /// <summary>One of them.</summary>
    public static async Task<Results<Ok<Item>, ProblemHttpResult>> OneAsync(string definitionId, AppDbContext db, CurrentUser user, CancellationToken ct) =>
        await StartFlow.FindAsync(db, user, definitionId, ct) is { } flow ? TypedResults.Ok(ItemOf(flow)) : StartFlow.Unknown(definitionId);

    private static Item ItemOf(StartableFlow f) => new(f.DefinitionId, f.Name, f.Description, f.Version, f.IsOwn, f.Group, f.Icon, f.Page, [.. SearchWords.OfName(f.Name).Distinct()], f.Form, f.Picture);
}
