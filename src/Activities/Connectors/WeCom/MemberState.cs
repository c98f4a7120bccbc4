namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>Reading a member (document path 90196).</summary>
internal static class MemberState
{
    /// <summary>The member; null when WeCom does not know one of that id.</summary>
    public static async Task<MemberReply?> ReadAsync(WeComClient weCom, string userId, CancellationToken ct)
    {
        var reply = await weCom.GetAsync<MemberReply>(WeComSecret.Contacts, "user/get", $"&userid={Uri.EscapeDataString(userId)}", [WeComErrors.UnknownMember], ct);
        return reply.Errcode == 0 ? reply : null;
    }

    /// <summary>2 = disabled, 5 = has left the company: neither can sign in. 1 = active, 4 = never signed in.</summary>
    public static bool CannotSignIn(this MemberReply member) => member.Status is 2 or 5;

    public static Dictionary<string, object?> Reading(this MemberReply member, TimeProvider time) =>
        new() { ["userId"] = member.Userid, ["status"] = member.Status, ["disabled"] = member.CannotSignIn(), ["readAtUtc"] = time.GetUtcNow().UtcDateTime };
}
