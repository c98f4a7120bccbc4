using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Instances;

/// <summary>What the audit trail's actions are called.</summary>
public static class AuditActions
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["workflows.run"] = "流程运行", ["workflows.variables-read"] = "查看变量", ["workflows.settle"] = "处理异常", ["tasks.approve"] = "同意", ["tasks.reject"] = "拒绝", ["tasks.complete"] = "完成办理", ["tasks.return"] = "退回",
        ["tasks.transfer"] = "转交", ["tasks.delegate"] = "委派", ["tasks.reroute"] = "离职转办", ["tasks.addBefore"] = "前加签", ["tasks.addAfter"] = "后加签", ["tasks.addBeside"] = "并加签", ["tasks.removeSigner"] = "减签", ["tasks.claim"] = "认领",
        ["tasks.release"] = "归还", ["tasks.takeBack"] = "拿回", ["tasks.giveBack"] = "拿回", ["tasks.withdraw"] = "撤回", ["tasks.urge"] = "催办", ["tasks.cc"] = "抄送", ["tasks.copy-read"] = "已阅", ["tasks.attach"] = "添加附件", ["tasks.link"] = "生成任务链接",
        ["tasks.proxy"] = "指定代办人", ["tasks.comment"] = "评论", ["tasks.comment-withdrawn"] = "撤回评论", ["discussion.comment"] = "评论", ["discussion.comment-withdrawn"] = "撤回评论", ["signatures.made"] = "电子签名", ["signatures.refused"] = "签名被拒绝",
        ["signatures.timestamped"] = "加盖时间戳", ["connectors.call"] = "接口调用", ["offboarding.opened"] = "离职单建立", ["offboarding.stage"] = "阶段变更", ["offboarding.amended"] = "日期变更", ["offboarding.notice-answered"] = "通知已答复",
        ["offboarding.closed"] = "离职单关闭", ["offboarding.archived"] = "离职单归档", ["offboarding.certificate-issued"] = "离职证明开具", ["offboarding.certificate-read"] = "查看离职证明", ["offboarding.fields-changed"] = "字段变更",
    };

    /// <summary>The action in the reader's language; its own name where it has no other.</summary>
    public static string Say(string action, IStringLocalizer<Words> l) => Names.TryGetValue(action, out var name) ? l[name] : action;
}
