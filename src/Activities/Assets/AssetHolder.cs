using HrBpm.Activities.Inbox;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Assets;

/// <summary>The person whose assets a step is about: the one it names, else whoever started the flow.</summary>
internal static class AssetHolder
{
    public static Guid Of(Guid named, ActivityContext context) => named != Guid.Empty ? named : Initiator.Of(context) ?? Guid.Empty;
}
