using System.Collections.Frozen;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Expressions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Values of a company's own fields as flows may hold them: no secrets, no files, and what not everybody sees in a group whose name says what it is.</summary>
/// <remarks>A variable of a flow has no schema: whoever may not see pay does not see what is below a name that says pay, see <see cref="HiddenValues"/>. So such a field is <c>custom.pay.allowance</c> there.</remarks>
internal sealed class FlowFields(AppDbContext db) : ICustomFields
{
    /// <summary>The names of the groups.</summary>
    public static readonly FrozenDictionary<FieldKind, string> Groups = new Dictionary<FieldKind, string>
    {
        [FieldKind.Contact] = "privateContact", [FieldKind.IdentityNumber] = "identityNumber", [FieldKind.Pay] = "pay", [FieldKind.Performance] = "performance",
    }.ToFrozenDictionary();

    public Task<Dictionary<string, object?>> OfPersonAsync(Guid personId, CancellationToken ct) => OfAsync(FieldEntity.Person, personId, ct);

    public Task<Dictionary<string, object?>> OfCaseAsync(Guid caseId, CancellationToken ct) => OfAsync(FieldEntity.OffboardingCase, caseId, ct);

    private async Task<Dictionary<string, object?>> OfAsync(FieldEntity entity, Guid subjectId, CancellationToken ct)
    {
        var rows = await (
            from value in db.CustomValues.AsNoTracking()
            where value.SubjectId == subjectId && value.Json != null
            join field in db.CustomFields on value.FieldId equals field.Id
            where field.Entity == entity && field.RetiredUtc == null && !field.IsSecret && field.Kind != CustomFieldKind.Attachment
            select new { field.Key, field.SeenAs, value.Json }).ToListAsync(ct);
        var shown = new Dictionary<string, object?>();
        foreach (var row in rows)
        {
            var place = row.SeenAs == FieldKind.Person ? shown : GroupOf(shown, Groups[row.SeenAs]);
            place[row.Key] = Values.FromJson(JsonNode.Parse(row.Json!));
        }

        return shown;
    }

    private static Dictionary<string, object?> GroupOf(Dictionary<string, object?> shown, string name)
    {
        if (!shown.TryGetValue(name, out var group)) shown[name] = group = new Dictionary<string, object?>();
        return (Dictionary<string, object?>)group!;
    }
}
