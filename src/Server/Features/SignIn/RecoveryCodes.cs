using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Makes the codes that a person keeps on paper for the day on which the phone is lost.</summary>
internal static class RecoveryCodes
{
    private const int Count = 10, Length = 16, Group = 4;

    // No letter that is read for a digit: 32 characters, so a code has 80 bits.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>New codes in place of all that the account had. This is the only time at which they can be read.</summary>
    public static async Task<IReadOnlyList<string>> ReplaceAsync(AppDbContext db, Account account, CancellationToken ct)
    {
        await db.RecoveryCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(ct);
        List<string> codes = [.. Enumerable.Range(0, Count).Select(_ => Spell(RandomNumberGenerator.GetString(Alphabet, Length)))];
        db.AddRange(codes.Select(code => new RecoveryCode { CompanyId = account.CompanyId, AccountId = account.Id, Hash = HashOf(code) }));
        return codes;
    }

    /// <summary>The hash of a code as somebody types it: with or without hyphens and capitals.</summary>
    public static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(new string([.. code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)])));

    private static string Spell(string code) => string.Join('-', code.Chunk(Group).Select(c => new string(c)));
}
