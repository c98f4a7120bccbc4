using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Canvas;

/// <summary>The names of outcomes, as people say them.</summary>
internal static class Outcomes
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["Approved"] = "同意", ["Rejected"] = "拒绝", ["Advanced"] = "到期自动继续", ["Done"] = "完成", ["True"] = "是", ["False"] = "否", ["Default"] = "其他情况",
    };

    /// <summary>A name in the reader's language; what an author has named stays as it is.</summary>
    public static string Say(string port, IStringLocalizer<Words> l) => Known.TryGetValue(port, out var name) ? l[name] : port;
}
