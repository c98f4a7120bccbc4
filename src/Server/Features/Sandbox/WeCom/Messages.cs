using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.Sandbox.WeCom;

/// <summary><c>message/send</c>.</summary>
internal static class Messages
{
    private const int DefaultDuplicateSeconds = 1800, LongestDuplicateSeconds = 14_400;

    public static async Task<IResult> SendAsync(HttpRequest request, WeComCaller caller, AppDbContext db, IOptions<WeComOptions> options, TimeProvider time, CancellationToken ct)
    {
        var (body, refusal) = await caller.ReadAsync(request, needsContacts: false, ct);
        if (refusal is not null) return refusal;
        if (body.Number("agentid") != options.Value.AgentId) return WeComStandIn.Refuse(WeComStandIn.WrongAgent, "wrong agentid");
        if (body.Text("msgtype") is not { } type || body[type] is not JsonObject content) return WeComStandIn.Refuse(WeComStandIn.Malformed, "no content of that msgtype");
        var asked = (body.Text("touser") ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var (known, unknown) = await SortAsync(asked, db, ct);
        if (known.Count == 0) return WeComStandIn.Refuse(WeComStandIn.NoValidReceiver, "user & party & tag all invalid");
        var message = Message(body, content, known, time.GetUtcNow().UtcDateTime);
        if (await IsRepetitionAsync(body, message, db, ct)) return Taken(message, unknown);
        if (message.TaskId is not null && await db.WeComMessages.AnyAsync(m => m.TaskId == message.TaskId, ct)) return WeComStandIn.Refuse(WeComStandIn.TaskIdUsedOrMalformed, "task_id duplicate");
        db.Add(message);
        db.AddRange(known.Select(receiver => new SandboxEffect { System = SandboxSystem.WeCom, Kind = "messageDelivered", Subject = $"{receiver} {message.TaskId ?? message.ContentHash}", AtUtc = message.SentUtc }));
        await db.SaveChangesAsync(ct);
        return Taken(message, unknown);
    }

    private static async Task<(List<string> Known, List<string> Unknown)> SortAsync(List<string> asked, AppDbContext db, CancellationToken ct)
    {
        var ids = asked.ConvertAll(id => id.ToLowerInvariant());
        var known = await db.WeComMembers.Where(m => ids.Contains(m.UserId) && m.DeletedUtc == null && m.Status == WeComMember.Active).Select(m => m.UserId).ToListAsync(ct);
        return (known, asked.FindAll(id => !known.Contains(id.ToLowerInvariant())));
    }

    private static WeComMessage Message(JsonObject body, JsonObject content, List<string> receivers, DateTime nowUtc) => new()
    {
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.ToJsonString())))[..40],
        TaskId = content.Text("task_id"),
        Receivers = string.Join('|', receivers),
        Body = body.ToJsonString(),
        SentUtc = nowUtc,
    };

    private static Task<bool> IsRepetitionAsync(JsonObject body, WeComMessage message, AppDbContext db, CancellationToken ct)
    {
        if (body.Number("enable_duplicate_check") != 1) return Task.FromResult(false);
        var seconds = Math.Clamp(body.Number("duplicate_check_interval") ?? DefaultDuplicateSeconds, 1, LongestDuplicateSeconds);
        var since = message.SentUtc.AddSeconds(-seconds);
        return db.WeComMessages.AnyAsync(m => m.ContentHash == message.ContentHash && m.SentUtc > since, ct);
    }

    private static IResult Taken(WeComMessage message, List<string> unknown) => WeComStandIn.Ok(more: new JsonObject
    {
        ["invaliduser"] = string.Join('|', unknown), ["invalidparty"] = "", ["invalidtag"] = "", ["unlicenseduser"] = "",
        ["msgid"] = message.Id.ToString("N"), ["response_code"] = message.TaskId is null ? "" : message.Id.ToString("N"),
    });
}
