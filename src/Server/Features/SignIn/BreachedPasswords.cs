using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Looks passwords up in a folder of stolen ones, in the range files of haveibeenpwned.com.</summary>
internal sealed class BreachedPasswords
{
    private const int Prefix = 5;
    private readonly string? folder;

    /// <exception cref="SettingsException">The folder is not there: a check that silently finds nothing would be worse than none.</exception>
    public BreachedPasswords(SignInOptions options)
    {
        folder = string.IsNullOrEmpty(options.BreachedPasswords) ? null : options.BreachedPasswords;
        if (folder is not null && !Directory.Exists(folder))
            throw new SettingsException($"Expected SignIn:BreachedPasswords to be a folder with files such as 21BD1.txt, but there is no folder '{folder}'.");
    }

    /// <summary>Whether the password is in the list. Always false without one.</summary>
    public async Task<bool> HaveAsync(string password, CancellationToken ct)
    {
        if (folder is null) return false;
#pragma warning disable CA5350 // The list is keyed by SHA-1; nothing is protected by it.
        var hash = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
        var file = Path.Combine(folder, hash[..Prefix] + ".txt");
        if (!File.Exists(file)) return false;
        var wanted = hash[Prefix..] + ":";
        await foreach (var line in File.ReadLinesAsync(file, ct))
            // The downloader pads ranges with suffixes that were seen 0 times.
            if (line.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) && line[wanted.Length..].Trim() != "0") return true;
        return false;
    }
}
