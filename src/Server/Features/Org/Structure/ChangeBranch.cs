using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Structure;

/// <summary>Adds a branch, or changes one.</summary>
internal static class ChangeBranch
{
    /// <param name="Name">What it is called.</param>
    /// <param name="TimeZoneId">IANA time zone, for example <c>Asia/Shanghai</c>.</param>
    /// <param name="Locale">Language of what the branch sends, for example <c>zh-CN</c>.</param>
    /// <param name="Custom">Fields of the company's own, by their keys: null removes a value, an absent key leaves it as it is.</param>
    public sealed record Request(string Name, string TimeZoneId, string Locale, JsonObject? Custom = null);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> CreateAsync(Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(null, request, edit, c), ct);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid branchId, Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(branchId, request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Guid? id, Request request, OrgEdit edit, CancellationToken ct)
    {
        var name = request.Name.Trim();
        if (OrgTexts.WhyNotName(request.Name, "a name of the branch") is { } unfit) return unfit;
        if (OrgTexts.WhyNotTimeZone(request.TimeZoneId) is { } nowhere) return nowhere;
        if (OrgTexts.WhyNotLocale(request.Locale, "branches.locale.invalid") is { } unknown) return unknown;
        if (await edit.Db.Branches.AnyAsync(b => b.Name == name && b.Id != id, ct)) return new Refusal("branches.name.taken", $"Expected a name that no other branch has, but there is a branch '{name}'.");
        var branch = id is null ? null : await edit.Db.Branches.SingleOrDefaultAsync(b => b.Id == id, ct);
        if (id is { } missing && branch is null) return new Refusal("branches.unknown", $"Expected a branch of the company, but there is none with the id {missing}.");
        var before = branch is null ? null : new { branch.Name, branch.TimeZoneId, branch.Locale };
        if (branch is null) edit.Db.Add(branch = new Branch { CompanyId = edit.User.CompanyId, Name = name, TimeZoneId = request.TimeZoneId, Locale = request.Locale });
        else (branch.Name, branch.TimeZoneId, branch.Locale) = (name, request.TimeZoneId, request.Locale);
        if (await edit.WriteFieldsAsync(FieldEntity.Branch, branch.Id, request.Custom, isNew: before is null, ct) is var own && own.Refusal is { } unfitting) return unfitting;
        edit.Record(before is null ? "org.branch.create" : "org.branch.change", "branch", branch.Id, new { before, after = new { name, request.TimeZoneId, request.Locale }, custom = own.Changed });
        return branch.Id;
    }
}
