using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>A certificate whose key signs tokens.</summary>
internal sealed class SigningCertificate
{
    /// <summary>The file: <c>.pfx</c> or <c>.p12</c>, or PEM with the certificate.</summary>
    public string Path { get; init; } = "";

    /// <summary>PEM file with the private key; default: the certificate's own file.</summary>
    public string? KeyPath { get; init; }

    /// <summary>Password of the file, or of the PEM key; none for a key that is not encrypted.</summary>
    public string? Password { get; init; }
}

/// <summary>Reads certificates from the files that the settings name. Whoever renews them replaces the files, or adds one that begins later.</summary>
internal static class SigningCertificates
{
    private const int LeastBits = 2048;

    /// <summary>All of them, each with its private key.</summary>
    /// <exception cref="SettingsException">One cannot be read or cannot sign, or none is valid now.</exception>
    public static IReadOnlyList<X509Certificate2> Load(IReadOnlyList<SigningCertificate> settings, DateTime nowUtc)
    {
        var read = settings.Select(Load).ToList();
        if (read.Count > 0 && !read.Exists(c => c.NotBefore.ToUniversalTime() <= nowUtc && nowUtc < c.NotAfter.ToUniversalTime()))
            throw new SettingsException($"Expected one of OAuth:SigningCertificates to be valid now, but they are valid {string.Join(", ", read.Select(c => $"from {c.NotBefore.ToUniversalTime():yyyy-MM-dd} to {c.NotAfter.ToUniversalTime():yyyy-MM-dd}"))}.");
        return read;
    }

    /// <summary>When any of the files was last written, so that a new one is noticed.</summary>
    public static string StateOf(IReadOnlyList<SigningCertificate> settings) =>
        string.Join('|', settings.SelectMany(s => new[] { s.Path, s.KeyPath }).Where(File.Exists).Select(path => $"{path}:{File.GetLastWriteTimeUtc(path!).Ticks}"));

    private static X509Certificate2 Load(SigningCertificate setting)
    {
        if (!File.Exists(setting.Path)) throw new SettingsException($"Expected OAuth:SigningCertificates to name files, but there is no file '{setting.Path}'.");
        if (setting.KeyPath is { } key && !File.Exists(key)) throw new SettingsException($"Expected the key of '{setting.Path}' in a file, but there is no file '{key}'.");
        try
        {
            var certificate = Read(setting);
            using var rsa = certificate.GetRSAPrivateKey();
            return rsa?.KeySize >= LeastBits ? certificate : throw new SettingsException($"Expected '{setting.Path}' to have a private RSA key of at least {LeastBits} bits, but it has {(rsa is null ? "none" : $"one of {rsa.KeySize}")}.");
        }
        catch (CryptographicException e)
        {
            throw new SettingsException($"Expected '{setting.Path}' to be a certificate with its private key, and its password to be right, but: {e.Message}");
        }
    }

    private static X509Certificate2 Read(SigningCertificate setting)
    {
        if (Path.GetExtension(setting.Path).ToLowerInvariant() is ".pfx" or ".p12") return X509CertificateLoader.LoadPkcs12FromFile(setting.Path, setting.Password);
        return string.IsNullOrEmpty(setting.Password)
            ? X509Certificate2.CreateFromPemFile(setting.Path, setting.KeyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(setting.Path, setting.Password, setting.KeyPath);
    }
}
