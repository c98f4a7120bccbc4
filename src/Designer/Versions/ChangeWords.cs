using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Versions;

/// <summary>Something that a version says otherwise, in the words of the inspector.</summary>
/// <param name="Name">What it is: 审批人, 字段「金额」, 「同意」之后.</param>
/// <param name="Before">What was said; empty for nothing.</param>
/// <param name="After">What is said now.</param>
public sealed record ChangedField(string Name, string Before, string After);

/// <summary>Says the differences between two versions as people say them.</summary>
public sealed class ChangeWords(FlowDraft before, FlowDraft after, ActivityCatalog catalog, IStringLocalizer<Words> l)
{
    private static readonly Dictionary<string, string> Modes = new() { ["All"] = "会签", ["Any"] = "或签", ["InTurn"] = "依次", ["Vote"] = "票签", ["Single"] = "一人", [""] = "由规则决定" };

    private static readonly Dictionary<string, string> Nobody = new() { ["Administrator"] = "转给管理员", [""] = "转给管理员", ["Manager"] = "转给上级", ["Pass"] = "自动通过", ["Fail"] = "报告异常" };

    private static readonly Dictionary<string, string> Verbs = new()
    {
        ["approve"] = "同意", ["reject"] = "拒绝", ["return"] = "退回", ["transfer"] = "转交", ["delegate"] = "委派", ["addBefore"] = "前加签", ["addAfter"] = "后加签", ["removeSigner"] = "减签",
        ["cc"] = "抄送", ["complete"] = "完成办理", ["save"] = "暂存", ["acknowledge"] = "知悉", ["object"] = "记录异议",
    };

    // Several members that say one thing together have one name.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["metadata.displayText"] = "名称", ["name"] = "名称", ["description"] = "说明", ["assignees"] = "审批人", ["mode"] = "多人方式", ["voteThreshold"] = "通过比例", ["whenNobody"] = "找不到人时",
        ["dueInWorking"] = "时限", ["dueIn"] = "时限", ["dueAt"] = "时限", ["remindBeforeWorking"] = "到期提醒", ["escalateAfterDueWorking"] = "逾期升级", ["signature"] = "电子签名", ["allowsBulk"] = "批量处理",
        ["actions"] = "允许的操作", ["branches"] = "分支", ["condition"] = "条件", ["data"] = "显示的字段", ["type"] = "节点类型", ["version"] = "节点版本",
        ["variables"] = "变量", ["inputs"] = "输入", ["outputs"] = "输出", ["outcomes"] = "结果", ["options"] = "运行设置", ["customProperties.start"] = "怎样发起",
    };

    /// <summary>What a member is called: 审批人, 多人方式.</summary>
    /// <param name="member">The member as the JSON has it.</param>
    /// <param name="activity">The card; its type says what its inputs are called.</param>
    public string Name(string member, JsonObject activity) => NameOf(member, activity);

    /// <summary>What a member of a card says; empty for nothing. A form is its fields.</summary>
    public string Value(string member, JsonObject activity) => member is "form" or "cases" ? string.Join(l["；"], (member == "form" ? Forms(activity) : Cases(activity)).Values.Select(part => Join(part.Label, part.Text))) : Say(member, activity);

    /// <summary>What has changed: a card by its name, or the flow.</summary>
    public string Title(FlowChange change) => change.Id.Length == 0 ? l["流程本身"] : TitleOf(change.Id);

    /// <summary>审批人、多人方式; 新增审批节点.</summary>
    public string About(FlowChange change) => change.Kind switch
    {
        ChangeKind.Added => string.Format(CultureInfo.CurrentCulture, l["新增{0}节点"], KindOf(change.After!)),
        ChangeKind.Removed => string.Format(CultureInfo.CurrentCulture, l["删除{0}节点"], KindOf(change.Before!)),
        _ => string.Join(l["、"], Fields(change).Select(field => field.Name)),
    };

    /// <summary>What it says otherwise; of a card that is new or gone, what it says.</summary>
    public IReadOnlyList<ChangedField> Fields(FlowChange change)
    {
        var members = change.Kind == ChangeKind.Changed ? change.Members : [.. (change.After ?? change.Before)!.Select(member => member.Key).Where(IsTold)];
        return
        [
            .. members.SelectMany(member => OfMember(member, change.Before, change.After)).Where(field => field.Before != field.After).DistinctBy(field => field.Name),
            .. change.Moved.Select(moved => new ChangedField(string.Format(CultureInfo.CurrentCulture, l["「{0}」之后"], Outcomes.Say(moved.Port, l)), Cards(moved.Before), Cards(moved.After))),
        ];
    }

    // Of a card that stands alone, only what somebody has set to something is worth saying.
    private static bool IsTold(string member) => member is "assignees" or "mode" or "dueInWorking" or "dueIn" or "dueAt" or "form" or "cases" or "branches" or "signature" or "condition";

    private IEnumerable<ChangedField> OfMember(string member, JsonObject? old, JsonObject? now) => member switch
    {
        "form" => OfParts(Forms(old), Forms(now), "字段「{0}」"),
        "cases" => OfParts(Cases(old), Cases(now), "分支「{0}」"),
        "variables" or "inputs" or "outputs" => OfParts(Declared(old, member), Declared(now, member), member switch { "variables" => "变量「{0}」", "inputs" => "输入「{0}」", _ => "输出「{0}」" }),
        _ => [new(NameOf(member, now ?? old!), old is null ? "" : Say(member, old), now is null ? "" : Say(member, now))],
    };

    private IEnumerable<ChangedField> OfParts(IReadOnlyDictionary<string, (string Label, string Text)> old, IReadOnlyDictionary<string, (string Label, string Text)> now, string name)
    {
        foreach (var key in old.Keys.Union(now.Keys))
        {
            var (was, value) = (old.GetValueOrDefault(key), now.GetValueOrDefault(key));
            if (was.Text != value.Text || (was.Label is not null && value.Label is not null && was.Label != value.Label))
            {
                var isRenamed = was.Label is not null && value.Label is not null && was.Label != value.Label;
                yield return new(string.Format(CultureInfo.CurrentCulture, l[name], value.Label ?? was.Label), isRenamed ? $"{was.Label} · {was.Text}" : was.Text ?? "", isRenamed ? $"{value.Label} · {value.Text}" : value.Text ?? "");
            }
        }
    }

    private Dictionary<string, (string Label, string Text)> Forms(JsonObject? of) => of is null ? [] : FlowField.FormOf(of).Where(field => Text(field, "key").Length > 0).DistinctBy(field => Text(field, "key")).ToDictionary(
        field => Text(field, "key"), field => (Text(field, "label") is { Length: > 0 } label ? label : Text(field, "key"), Join(
            FlowField.Types.TryGetValue(Text(field, "type").ToLowerInvariant() is { Length: > 0 } type ? type : "text", out var name) ? l[name] : Text(field, "type"),
            field["required"]?.ToString() == "true" ? l["必填"] : "",
            field["options"] is JsonArray { Count: > 0 } options ? string.Join(l["、"], options.Select(option => option?.ToString())) : "",
            Rest(field, "key", "label", "type", "required", "options"))));

    private Dictionary<string, (string Label, string Text)> Cases(JsonObject? of) => of is null ? [] : (BranchNames.Of(of) ?? []).Distinct().ToDictionary(name => name, name => (name, ConditionText.Of(of, name, l)));

    private Dictionary<string, (string Label, string Text)> Declared(JsonObject? of, string list) => of is null ? [] : (of[list] as JsonArray ?? []).OfType<JsonObject>().DistinctBy(item => Text(item, "name")).ToDictionary(
        item => Text(item, "name"), item => (Text(item, "displayName") is { Length: > 0 } label ? label : Text(item, "name"), Join(Text(item, item.ContainsKey("typeName") ? "typeName" : "type"), Rest(item, "id", "name", "displayName", "typeName", "type"))));

    private string NameOf(string member, JsonObject activity)
    {
        if (Names.TryGetValue(member, out var name) && !(member == "name" && activity.ContainsKey("type"))) return l[name];
        if (Input(activity, member) is { } input) return input.DisplayName;
        return member.Contains('.', StringComparison.Ordinal) ? member[(member.IndexOf('.', StringComparison.Ordinal) + 1)..] : member;
    }

    private string Say(string member, JsonObject of) => member switch
    {
        "assignees" => InputValue.SyntaxOf(of, member) is "JavaScript" or "Liquid" or "Variable" ? InputValue.TextOf(of, member) : string.Join(l["、"], AssigneeRuleText.Read(of).Select(rule => rule.Say(l))),
        "mode" => Known(Modes, InputValue.TextOf(of, member)),
        "whenNobody" => Known(Nobody, InputValue.TextOf(of, member)),
        "voteThreshold" => InputValue.TextOf(of, member) is { Length: > 0 } percent ? percent + "%" : "",
        "dueInWorking" or "dueIn" or "dueAt" => Limit(of),
        "remindBeforeWorking" or "escalateAfterDueWorking" => CardSummary.Duration(InputValue.TextOf(of, member), l),
        "actions" => InputValue.ObjectOf(of, member) is JsonArray { Count: > 0 } list ? string.Join(l["、"], list.Select(verb => Known(Verbs, verb?.ToString() ?? ""))) : l["全部"],
        "branches" => BranchNames.Of(of) is { } names ? string.Join(l["、"], names) : Plain(of, member),
        "data" => ShownFields.Of(of) is { Count: > 0 } keys ? string.Join(l["、"], keys.Select(key => FlowField.Of(after).Concat(FlowField.Of(before)).FirstOrDefault(field => field.Key == key)?.Label ?? key)) : Plain(of, member),
        "type" => catalog.Find(Text(of, "type"))?.DisplayName ?? Text(of, "type"),
        _ => Plain(of, member),
    };

    private string Limit(JsonObject of) => InputValue.TextOf(of, "dueInWorking") is { Length: > 0 } working ? CardSummary.Duration(working, l)
        : InputValue.TextOf(of, "dueIn") is { Length: > 0 } span ? CardSummary.Duration(span, l) : InputValue.TextOf(of, "dueAt");

    private string Plain(JsonObject of, string member) => FlowDiff.Value(of, member) is JsonObject { } input && input["expression"] is JsonObject expression ? Say(expression["value"]) : Say(FlowDiff.Value(of, member));

    // Whatever has no words of its own is said part by part, not as JSON.
    private string Say(JsonNode? value) => value switch
    {
        null => "",
        JsonValue flag when flag.TryGetValue<bool>(out var isTrue) => l[isTrue ? "是" : "否"],
        JsonValue text when text.TryGetValue<string>(out var said) => said is "true" or "True" ? l["是"] : said is "false" or "False" ? l["否"] : said.Length > 1 && said[0] is '[' or '{' && InputValue.Parse(said) is { } json ? Say(json) : said,
        JsonArray list => string.Join(l["、"], list.Select(Say).Where(item => item.Length > 0)),
        JsonObject parts => string.Join(l["、"], parts.Where(part => part.Value is not null).Select(part => $"{part.Key}: {Say(part.Value)}")),
        _ => value.ToJsonString(InputValue.Json),
    };

    private string Rest(JsonObject of, params string[] told)
    {
        var rest = new JsonObject([.. of.Where(part => part.Value is not null && !told.Contains(part.Key)).Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone()))]);
        return rest.Count == 0 ? "" : Say(rest);
    }

    private string Cards(IReadOnlyList<string> ids) => ids.Count == 0 ? l["流程结束"] : string.Join(l["、"], ids.Select(TitleOf));

    private string TitleOf(string id) => (after.Find(id) is not null ? after : before).Shape.Node(id).Title;

    private string KindOf(JsonObject activity) => l[KindIcons.Names.GetValueOrDefault(FlowGraph.KindOf(Text(activity, "type")), "系统动作")];

    private ActivityInput? Input(JsonObject activity, string member) => catalog.Find(Text(activity, "type"))?.Inputs.FirstOrDefault(input => input.Member == member);

    private string Known(Dictionary<string, string> words, string value) => words.TryGetValue(value, out var word) ? l[word] : value;

    private static string Join(params string[] parts) => string.Join(" · ", parts.Where(part => part.Length > 0));

    private static string Text(JsonObject of, string member) => of[member]?.ToString() ?? "";
}
