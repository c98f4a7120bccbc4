using System.Text.Json.Nodes;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.Sandbox.WeCom;

/// <summary><c>gettoken</c>: as long as a token is valid, the same one is given again.</summary>
internal static class GetToken
{
    public static async Task<IResult> HandleAsync(string? corpid, string? corpsecret, IOptions<WeComOptions> secrets, SandboxOptions sandbox, AppDbContext db, TimeProvider time, CancellationToken ct)
    {
        if (corpid != secrets.Value.CorpId) return WeComStandIn.Refuse(WeComStandIn.InvalidCorp, "invalid corpid");
        var isForContacts = SandboxCredentials.Match(corpsecret ?? "", secrets.Value.ContactSecret);
        if (!isForContacts && !SandboxCredentials.Match(corpsecret ?? "", secrets.Value.AppSecret)) return WeComStandIn.Refuse(WeComStandIn.InvalidSecret, "invalid credential");
        var nowUtc = time.GetUtcNow().UtcDateTime;
        var token = await db.WeComTokens.FirstOrDefaultAsync(t => t.IsForContacts == isForContacts && t.ExpiresUtc > nowUtc, ct);
        if (token is null)
        {
            db.Add(token = new WeComToken { Token = SandboxCredentials.New(), IsForContacts = isForContacts, ExpiresUtc = nowUtc + sandbox.TokensValidFor });
            await db.SaveChangesAsync(ct);
            var forgotten = nowUtc.AddDays(-1); // Until then a late caller is told that the token expired, after that that it is unknown.
            await db.WeComTokens.Where(t => t.ExpiresUtc < forgotten).ExecuteDeleteAsync(ct);
        }
        // Never 0: a caller could not do anything with it.
        return WeComStandIn.Ok(more: new JsonObject { ["access_token"] = token.Token, ["expires_in"] = (int)Math.Ceiling((token.ExpiresUtc - nowUtc).TotalSeconds) });
    }

    /// <summary>All tokens stop counting at once, as when WeCom invalidates them early. The routes themselves will say so.</summary>
    public static async Task<IResult?> ExpireAllAsync(HttpContext http)
    {
        var nowUtc = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        await http.RequestServices.GetRequiredService<AppDbContext>().WeComTokens.Where(t => t.ExpiresUtc > nowUtc)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ExpiresUtc, nowUtc), http.RequestAborted);
        return null;
    }
}
