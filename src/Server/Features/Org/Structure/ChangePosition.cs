using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Structure;

/// <summary>Adds a position, or renames one.</summary>
internal static class ChangePosition
{
    /// <param name="Name">What it is called.</param>
    /// <param name="Custom">Fields of the company's own, by their keys: null removes a value, an absent one stays as it is.</param>
    public sealed record Request(string Name, JsonObject? Custom = null);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> CreateAsync(Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(null, request, edit, c), ct);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid positionId, Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(positionId, request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Guid? id, Request request, OrgEdit edit, CancellationToken ct)
    {
        var name = request.Name.Trim();
        if (OrgTexts.WhyNotName(request.Name, "a name of the position") is { } unfit) return unfit;
        if (await edit.Db.Positions.AnyAsync(p => p.Name == name && p.Id != id, ct)) return new Refusal("positions.name.taken", $"Expected a name that no other position has, but there is a position '{name}'.");
        var position = id is null ? null : await edit.Db.Positions.SingleOrDefaultAsync(p => p.Id == id, ct);
        if (id is { } missing && position is null) return new Refusal("positions.unknown", $"Expected a position of the company, but there is none with the id {missing}.");
        var before = position?.Name;
        if (position is null) edit.Db.Add(position = new Position { CompanyId = edit.User.CompanyId, Name = name });
        else position.Name = name;
        if (await edit.WriteFieldsAsync(FieldEntity.Position, position.Id, request.Custom, isNew: before is null, ct) is var own && own.Refusal is { } unfitting) return unfitting;
        edit.Record(before is null ? "org.position.create" : "org.position.change", "position", position.Id, new { before, after = name, custom = own.Changed });
        return position.Id;
    }
}
