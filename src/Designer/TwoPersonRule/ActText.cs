using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrBpm.Designer.Api;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.TwoPersonRule;

/// <summary>What a request would do, in words.</summary>
internal static class ActText
{
    private static readonly JsonSerializerOptions Rights = new() { Converters = { new JsonStringEnumConverter() }, PropertyNameCaseInsensitive = true };

    // In the order of the server's list, which the particulars count by.
    private static readonly string[] Kinds = ["登录记录与账号", "联系方式", "证件与银行账号", "合同与任职", "薪资", "离职", "流程", "签名", "审计详情", "姓名与工号"];

    /// <summary>A right that a role gets or loses.</summary>
    /// <param name="IsNew">Gets it.</param>
    /// <param name="Text">The right in words.</param>
    internal sealed record RightChange(bool IsNew, string Text);

    /// <summary>One sentence: what is asked for.</summary>
    public static string Title(ListRequestsItem request, IStringLocalizer<Words> l) => request.Act switch
    {
        "role-grants.grant" => string.Format(CultureInfo.CurrentCulture, l["授予 {0} 角色「{1}」"], request.Person ?? "—", RoleNames.Say(Text(request, "role") ?? "", l)),
        "roles.change" => string.Format(CultureInfo.CurrentCulture, IsRemoval(request) ? l["取消角色「{0}」"] : l["修改角色「{0}」"], RoleNames.Say(Text(request, "name") ?? "", l)),
        "privacy.erase" => string.Format(CultureInfo.CurrentCulture, l["删除 {0} 的个人信息"], request.Person ?? "—"),
        "backup.restore" => string.Format(CultureInfo.CurrentCulture, l["用备份 {0} 恢复数据"], Text(request, "backup") ?? ""),
        _ => request.Summary,
    };

    /// <summary>What follows from a consent.</summary>
    public static string? Consequence(ListRequestsItem request, IStringLocalizer<Words> l) => (request.Act switch
    {
        "role-grants.grant" => "同意后立即生效，可以在角色与权限里收回。",
        "roles.change" => "同意后，持有这个角色的人从下一次操作起按新的权限。",
        "privacy.erase" => "同意后删除，不能恢复。依法要保留的部分不会删除。",
        "backup.restore" => "同意后，运维可以用它替换现在的全部数据，备份之后的改动会丢失。",
        "identity-providers.switch-on" => "同意后，公司的人可以用它登录：它说是谁，系统就认是谁。",
        _ => null,
    }) is { } said ? l[said].Value : null;

    /// <summary>An icon for the kind of act.</summary>
    public static string Icon(string act) => act switch { "role-grants.grant" => "person", "roles.change" => "shield", "privacy.erase" => "trash", "backup.restore" => "history", _ => "key" };

    /// <summary>Facts beside the sentence: where and how long a role is granted, what is removed.</summary>
    public static IEnumerable<string> Facts(ListRequestsItem request, IStringLocalizer<Words> l)
    {
        if (request.Act == "role-grants.grant" && (Text(request, "from") ?? Text(request, "until")) is not null)
            yield return string.Format(CultureInfo.CurrentCulture, l["期限 {0} – {1}"], Text(request, "from") ?? l["即日"], Text(request, "until") ?? l["长期"]);
        if (request.Act == "role-grants.grant" && Text(request, "branchId") is not null) yield return l["只在一个分公司"];
        if (request.Act == "privacy.erase" && request.Particulars is JsonObject data && data["kinds"] is JsonArray kinds)
            foreach (var kind in kinds.OfType<JsonValue>().Where(kind => kind.TryGetValue<int>(out var at) && at >= 0 && at < Kinds.Length)) yield return l[Kinds[kind.GetValue<int>()]];
    }

    /// <summary>What a changed role gets and loses, against what it has today.</summary>
    /// <param name="request">The request.</param>
    /// <param name="today">The role as it is; null for a new one.</param>
    /// <param name="l">Words.</param>
    public static IReadOnlyList<RightChange> Changes(ListRequestsItem request, ListRolesItem? today, IStringLocalizer<Words> l)
    {
        if (request.Act != "roles.change" || Text(request, "rights") is not { } written) return [];
        var wanted = JsonSerializer.Deserialize<List<Right>>(written, Rights)!.ConvertAll(right => (right.Permission, right.Reach));
        var has = (today?.Rights ?? []).Select(right => (right.Permission, right.Reach)).ToList();
        return [.. wanted.Except(has).Select(right => new RightChange(true, Say(right, l))), .. has.Except(wanted).Select(right => new RightChange(false, Say(right, l)))];
    }

    /// <summary>The role that it changes; null where it changes none.</summary>
    public static string? RoleOf(ListRequestsItem request) => request.Act == "roles.change" ? Text(request, "name") : null;

    private static bool IsRemoval(ListRequestsItem request) => Text(request, "rights") is null;

    private static string Say((Permission Permission, Reach Reach) right, IStringLocalizer<Words> l) => $"{PermissionNames.Say(right.Permission, l)} · {PermissionNames.Say(right.Reach, l)}";

    private static string? Text(ListRequestsItem request, string name) => request.Particulars is JsonObject data && data[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
