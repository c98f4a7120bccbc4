using HrBpm.Designer.Api;
using HrBpm.Designer.Layout;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace HrBpm.Designer.Inbox;

/// <summary>What HR does with the tasks of somebody who leaves. Each answers the name of whoever was picked, or null when it was thought better of.</summary>
internal static class GivingDialogs
{
    /// <summary>代办人: somebody who does one task for its assignee.</summary>
    /// <param name="dialogs">Where it is shown.</param>
    /// <param name="api">The server.</param>
    /// <param name="l">Words.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="assignee">Name of its assignee.</param>
    public static Task<string?> NameProxyAsync(this IDialogService dialogs, HrBpmClient api, IStringLocalizer<Words> l, Guid taskId, string assignee)
    {
        async Task<RerouteTasksResponse?> SendAsync(SearchPeopleFound to, string reason, Guid id)
        {
            await api.NameProxyAsync(taskId, new() { To = to.Id, Reason = reason, RequestId = id });
            return null;
        }

        return AskAsync(dialogs, l["指定代办人"], string.Format(System.Globalization.CultureInfo.CurrentCulture, l["由代办人替 {0} 办理这一项，记录里写明两个人的名字和原因。"], assignee), l["代办人"], l["指定代办人"], SendAsync);
    }

    /// <summary>离职转办: all open tasks of a leaver to somebody else.</summary>
    /// <param name="dialogs">Where it is shown.</param>
    /// <param name="api">The server.</param>
    /// <param name="l">Words.</param>
    /// <param name="personId">The leaver.</param>
    /// <param name="leaver">Their name.</param>
    public static Task<string?> RerouteAsync(this IDialogService dialogs, HrBpmClient api, IStringLocalizer<Words> l, Guid personId, string leaver)
    {
        async Task<RerouteTasksResponse?> SendAsync(SearchPeopleFound to, string reason, Guid id) => await api.RerouteTasksAsync(personId, new() { To = to.Id, Reason = reason, RequestId = id });

        return AskAsync(dialogs, l["离职转办"], string.Format(System.Globalization.CultureInfo.CurrentCulture, l["{0} 手里的全部待办转交给接手的人。步骤不允许转交的会留下，并说明原因。"], leaver), l["转交给"], l["全部转交"], SendAsync);
    }

    private static Task<string?> AskAsync(IDialogService dialogs, string title, string hint, string label, string action, Func<SearchPeopleFound, string, Guid, Task<RerouteTasksResponse?>> send) =>
        dialogs.AskAsync<GiveDialog, string>(title, new() { ["Title"] = title, ["Hint"] = hint, ["Label"] = label, ["Action"] = action, ["Send"] = send });
}
