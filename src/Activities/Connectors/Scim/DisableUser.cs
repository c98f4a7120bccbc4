using System.ComponentModel.DataAnnotations;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Connectors.Scim;

/// <summary>Closes an account in the directory, and proves it by reading it again.</summary>
/// <remarks>An account that is closed already is left alone, so a job that died after its call changes nothing the second time.</remarks>
[Activity("HrBpm.Scim.DisableUser", "停用目录账号", Category = "账号", Icon = "user-x", Description = "通过 SCIM 2.0 停用账号, 并重新读取作为证据")]
[RunsOutside(LeaseSeconds = 120)]
public sealed class DisableUser(ScimClient directory, TimeProvider time) : ConnectorActivity
{
    /// <summary>Name that the user signs in with.</summary>
    [Input("目录中的用户名, 例如 zhang.wei"), Required]
    public string UserName { get; init; } = "";

    /// <summary>What the directory said before and after.</summary>
    [Output("停用前与停用后重新读取的账号状态")]
    public Dictionary<string, object?> Evidence { get; private set; } = [];

    /// <inheritdoc />
    protected override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(UserName)) return Fail("scim.no-user-name", "Expected the user name of the account to disable, but it is empty.");
        var found = await directory.FindByUserNameAsync(UserName, ct);
        if (found is not [var user])
            return Fail(found.Count == 0 ? "scim.unknown-user" : "scim.ambiguous-user", $"Expected one directory user named '{UserName}', but there are {found.Count}.");
        var before = Reading(user);
        if (user.IsActive) await directory.DeactivateAsync(user.Id, ct);
        var after = await directory.ReadAsync(user.Id, ct);
        Evidence = new() { ["id"] = user.Id, ["userName"] = user.UserName, ["changed"] = user.IsActive, ["before"] = before, ["after"] = Reading(after) };
        return after.IsActive ? Fail("scim.still-active", $"Expected '{UserName}' to be inactive after the change, but the directory still says active.") : Done();
    }

    private Dictionary<string, object?> Reading(ScimUser user) =>
        new() { ["active"] = user.IsActive, ["version"] = user.Version, ["readAtUtc"] = time.GetUtcNow().UtcDateTime };
}
