using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Canvas;

/// <summary>The names of outcomes, as people say them.</summary>
internal static class Outcomes
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["Approved"] = "同意", ["Rejected"] = "拒绝", ["Advanced"] = "到期自动继续", ["Done"] = "完成", ["True"] = "是", ["False"] = "否", ["Default"] = "其他情况",
        ["Some"] = "有", ["None"] = "没有", ["Held"] = "有待发", ["Nothing"] = "没有", ["Release"] = "发放", ["All"] = "全部", ["Partly"] = "部分", ["Failed"] = "失败", ["Timeout"] = "超时",
    };

    /// <summary>A name in the reader's language; what an author has named stays as it is.</summary>
    public static string Say(string port, IStringLocalizer<Words> l) => Known.TryGetValue(port, out var name) ? l[name] : port;
}
