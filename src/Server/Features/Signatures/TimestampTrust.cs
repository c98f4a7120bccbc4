using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Whether a token is a good one: over this signature, signed by a time-stamp certificate, under a root that we trust.</summary>
internal sealed class TimestampTrust(SignatureOptions options)
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    private readonly Lazy<X509Certificate2Collection> roots = new(() => Load(options.TimestampAuthority.TrustedRoots));

    /// <summary>What was expected of the token, and what it is; null when it is good.</summary>
    public string? WhyNot(Rfc3161TimestampToken token, SignerInfo signer)
    {
        if (!token.VerifySignatureForSignerInfo(signer, out var authority)) return "Expected a token over this signature, signed by its authority, but it is not.";
        using (authority)
        {
            using var chain = ChainOf(token);
            return chain.Build(authority)
                ? null
                : $"Expected the authority '{authority.Subject}' to be under a trusted root, but: {string.Join(" ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct())}";
        }
    }

    private X509Chain ChainOf(Rfc3161TimestampToken token)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(TimeStamping));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // At the token's own time: the authority's certificate may end, what it said while it was valid stays.
        chain.ChainPolicy.VerificationTime = token.TokenInfo.Timestamp.LocalDateTime;
        chain.ChainPolicy.ExtraStore.AddRange(token.AsSignedCms().Certificates);
        if (roots.Value.Count == 0) return chain;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.Value);
        return chain;
    }

    private static X509Certificate2Collection Load(string? path)
    {
        var loaded = new X509Certificate2Collection();
        if (!string.IsNullOrEmpty(path)) loaded.ImportFromPemFile(path);
        return loaded;
    }
}
