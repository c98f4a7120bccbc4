using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Gives each person of the demo group an account with the demo's password.</summary>
internal sealed class SeedDemoAccounts(AppDbContext db, IPasswordHasher<Account> hasher) : IDemoSeed
{
    public int Order => 10;

    public async Task AddAsync(CancellationToken ct)
    {
        // Hashed once for all: the password is public, and sixty hashes at full cost would take several seconds.
        var hash = hasher.HashPassword(new Account(), DemoGroup.Password);
        db.AddRange((await db.People.ToListAsync(ct)).Select(person => Account.For(person, hash)));
    }
}
