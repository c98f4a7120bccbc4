using HrBpm.Designer.Definitions;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Canvas;

/// <summary>Something that the palette offers.</summary>
/// <param name="Group">Its group, in the reader's language.</param>
/// <param name="Kind">Kind, for colour and icon.</param>
/// <param name="Name">What people call it.</param>
/// <param name="About">What it does.</param>
/// <param name="Words">Further words that find it: initials, type.</param>
/// <param name="Make">Makes it.</param>
internal sealed record PaletteEntry(string Group, string Kind, string Name, string About, string Words, Func<FlowFragment> Make)
{
    private static readonly string[] Own =
    [
        "HrBpm.Approval", "HrBpm.Handle", "HrBpm.SendCopy", "HrBpm.InitiatorForm", "Elsa.FlowSwitch", "Elsa.FlowFork", "Elsa.FlowJoin", "Elsa.Delay", "Elsa.Start",
        // Drawn as branches rather than as boxes with something inside.
        "Elsa.If", "Elsa.Switch", "Elsa.FlowDecision",
    ];

    /// <summary>All that can be offered, in its order. What the server does not have is not offered.</summary>
    public static IReadOnlyList<PaletteEntry> All(ActivityCatalog catalog, IStringLocalizer<Words> l)
    {
        string people = l["人来做"], ways = l["分支与时间"];
        string approve = l["审批"], handle = l["办理"], sign = l["签署"], copy = l["抄送"], form = l["发起申请"], condition = l["条件"], parallel = l["并行"], delay = l["延时"];
        List<(string Type, PaletteEntry Entry)> own =
        [
            ("HrBpm.Approval", new(people, "approve", approve, l["同意或拒绝，支持多人"], "sp approval", () => NewActivities.Step("HrBpm.Approval", approve))),
            ("HrBpm.Handle", new(people, "handle", handle, l["去做一件事，并附上凭证"], "bl handle", () => NewActivities.Step("HrBpm.Handle", handle))),
            ("HrBpm.Approval", new(people, "sign", sign, l["阅读文件后电子签名"], "qs sign", () => NewActivities.Step("HrBpm.Approval", sign, isSigned: true))),
            ("HrBpm.SendCopy", new(people, "cc", copy, l["告诉相关人员，不等待"], "cs copy cc", () => NewActivities.Copy(copy))),
            ("HrBpm.InitiatorForm", new(people, "start", form, l["发起人填写，可被退回修改"], "fqsq form", () => NewActivities.Form(form))),
            ("Elsa.FlowSwitch", new(ways, "cond", condition, l["按字段值走不同的路"], "tj condition", () => NewActivities.Condition(condition, l["条件 {0}", 1]))),
            ("Elsa.FlowFork", new(ways, "par", parallel, l["几条路同时走，再汇合"], "bx parallel", () => NewActivities.Parallel(parallel, l["全部完成后继续"], l["分支 {0}", 1], l["分支 {0}", 2]))),
            ("Elsa.Delay", new(ways, "delay", delay, l["等一段时间再继续"], "ys delay", () => NewActivities.Delay(delay))),
        ];
        return
        [
            .. own.Where(item => catalog.Find(item.Type) is not null).Select(item => item.Entry),
            .. catalog.Types.Where(type => type.IsBrowsable && !Own.Contains(type.Type)).OrderBy(type => type.Type.StartsWith("HrBpm.", StringComparison.Ordinal) ? 0 : 1).ThenBy(type => type.Category, StringComparer.CurrentCulture).Select(Of),
        ];
    }

    /// <summary>A search finds it.</summary>
    public bool Answers(string search) => search.Length == 0 || Name.Contains(search, StringComparison.CurrentCultureIgnoreCase) || About.Contains(search, StringComparison.CurrentCultureIgnoreCase)
        || Group.Contains(search, StringComparison.CurrentCultureIgnoreCase) || Words.Split(' ', '.').Any(word => word.StartsWith(search, StringComparison.OrdinalIgnoreCase));

    private static PaletteEntry Of(ActivityType type)
    {
        var name = type.DisplayName.Length > 0 ? type.DisplayName : type.Type;
        return new(type.Category, FlowGraph.KindOf(type.Type), name, type.Description ?? "", type.Type, () => NewActivities.Activity(type.Type, name, type.Version, type.Members));
    }
}
