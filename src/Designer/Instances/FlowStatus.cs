using HrBpm.Designer.Api;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Instances;

/// <summary>How a flow stands, in a word.</summary>
public static class FlowStatus
{
    /// <summary>The word, and the look of its chip.</summary>
    public static (string Text, string Look) Of(InstanceStatus status, InstanceSubStatus sub, IStringLocalizer<Words> l) => (status, sub) switch
    {
        (InstanceStatus.Running, _) => (l["运行中"], "br"),
        (_, InstanceSubStatus.Finished) => (l["已完成"], "ok"),
        (_, InstanceSubStatus.Cancelled) => (l["已取消"], ""),
        _ => (l["已中断"], "bad"),
    };
}
