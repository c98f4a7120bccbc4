namespace HrBpm.Designer.Canvas;

/// <summary>What stands for a kind of activity.</summary>
internal static class KindIcons
{
    /// <summary>What people call each kind; to be said in their language.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["start"] = "开始", ["approve"] = "审批", ["sign"] = "签署", ["handle"] = "办理", ["cc"] = "抄送", ["cond"] = "条件", ["par"] = "并行", ["delay"] = "延时", ["system"] = "系统动作", ["sub"] = "子流程",
    };

    /// <summary>The icon.</summary>
    public static string Of(string kind) => kind switch { "start" => "flag", "cond" => "condition", "par" => "parallel", "cc" => "send", "sub" => "subflow", _ => kind };
}
