using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Sandbox.Scim;
using HrBpm.Server.Features.Sandbox.WeCom;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox;

/// <summary>Makes sure that everybody who is employed is also in the stand-ins, with some customers. Who was deleted there stays deleted.</summary>
internal sealed class SeedSandbox(AppDbContext db, SandboxOptions options) : IStartupStep
{
    public async Task RunAsync(CancellationToken ct)
    {
        var people = await db.People.AsNoTracking().Select(p => new { p.Name, p.UserName, p.WeComUserId }).ToListAsync(ct);
        var members = (await db.WeComMembers.Select(m => m.UserId).ToListAsync(ct)).ToHashSet();
        var users = (await db.DirectoryUsers.Select(u => u.UserName).ToListAsync(ct)).ToHashSet();
        foreach (var person in people)
        {
            if (person.WeComUserId?.ToLowerInvariant() is { Length: > 0 } userId && members.Add(userId)) AddMember(userId, person.Name);
            if (person.UserName.ToLowerInvariant() is var userName && users.Add(userName))
                db.Add(new DirectoryUser { Id = IdOf(userName), UserName = userName, DisplayName = person.Name });
        }
        await db.SaveChangesAsync(ct);
    }

    private void AddMember(string userId, string name)
    {
        db.Add(new WeComMember { UserId = userId, Name = name });
        for (var n = 1; n <= options.CustomersOf.GetValueOrDefault(userId, options.CustomersPerMember); n++)
            db.Add(new WeComCustomer { ExternalUserId = $"wo_{userId}_{n:000}", OwnerUserId = userId, Number = n });
    }

    private static string IdOf(string userName) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"scim:{userName}")).AsSpan(0, 16)).ToString("D");
}
