using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace HrBpm.Server.Features.Signatures;

/// <summary>One thing about a signature that was verified just now.</summary>
/// <param name="Name"><c>document</c>, <c>statement</c>, <c>signature</c>, <c>certificate</c> or <c>timestamp</c>.</param>
/// <param name="IsOk">Null when there is nothing to verify: no time stamp.</param>
/// <param name="Detail">What was found; where it is not right, what was expected and what came.</param>
internal sealed record SignatureFinding(string Name, bool? IsOk, string Detail);

/// <summary>Verifies a stored signature from its bytes, each time anew.</summary>
internal sealed class CheckSignature(TimestampTrust timestamps, TimeProvider clock)
{
    /// <summary>Every finding. The signature is valid when none of them is wrong.</summary>
    public IReadOnlyList<SignatureFinding> Run(Signature row, byte[]? document, byte[]? root)
    {
        SignatureFinding[] unreadable = [Document(row, document), Statement(row)];
        try
        {
            var signer = DetachedCms.Read(row.Cms, row.Statement).SignerInfos[0];
            var token = DetachedCms.TokenOf(signer);
            var stamp = Timestamp(row, signer, token);
            return [.. unreadable, Cryptographic(signer), Certificate(row, signer, root, stamp.IsOk == true ? token!.TokenInfo.Timestamp : null), stamp];
        }
        catch (CryptographicException broken)
        {
            return [.. unreadable, new("signature", false, $"Expected a CMS signature over the statement, but: {broken.Message}")];
        }
    }

    private static SignatureFinding Document(Signature row, byte[]? document)
    {
        var actual = document is null ? null : Convert.ToHexStringLower(SHA256.HashData(document));
        return actual == row.DocumentSha256
            ? new("document", true, $"SHA-256 {actual}.")
            : new("document", false, $"Expected a document with the SHA-256 {row.DocumentSha256}, but {(actual is null ? "there is none" : $"it has {actual}")}.");
    }

    private static SignatureFinding Statement(Signature row) =>
        SigningStatement.Read(row.Statement) is not { } statement ? new("statement", false, "Expected a statement that can be read, but it cannot.")
        : statement.WhyRowDisagrees(row) is { } problem ? new("statement", false, problem)
        : new("statement", true, $"{statement.Signer.Name} ({statement.Signer.EmployeeNumber}), {statement.Company.Name}: {statement.Intent}{(statement.Proof is { } proof ? $" (by {proof})" : "")}");

    private static SignatureFinding Cryptographic(SignerInfo signer)
    {
        try
        {
            signer.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException wrong)
        {
            return new("signature", false, $"Expected the signature to be over exactly this statement, but: {wrong.Message}");
        }
        return signer.Certificate is { } certificate && DetachedCms.Names(signer, certificate)
            ? new("signature", true, "ECDSA P-256 with SHA-256 over the statement.")
            : new("signature", false, "Expected the signature to name its certificate (RFC 5035), but it names none or another.");
    }

    // A proven time decides whether the certificate was valid then. Without one it has to be valid now.
    private SignatureFinding Certificate(Signature row, SignerInfo signer, byte[]? root, DateTimeOffset? provenAt)
    {
        if (root is null) return new("certificate", false, "Expected the company to have a certificate authority, but there is none.");
        if (signer.Certificate is not { } certificate) return new("certificate", false, "Expected the signature to carry its certificate, but it does not.");
        using var authority = X509CertificateLoader.LoadCertificate(root);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        var at = provenAt ?? clock.GetUtcNow();
        chain.ChainPolicy.VerificationTime = at.LocalDateTime;
        var when = provenAt is null ? "now, as no time stamp proves an earlier time" : "at the time of the time stamp";
        if (!chain.Build(certificate))
            return new("certificate", false, $"Expected {certificate.Subject} to be valid {when} ({at:u}), but: {string.Join(" ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct())}");
        return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) == CertificateMaking.Clip(row.SignerName)
            ? new("certificate", true, $"{certificate.Subject}, serial {certificate.SerialNumber}, valid {when}.")
            : new("certificate", false, $"Expected the certificate of {row.SignerName}, but it is that of {certificate.Subject}.");
    }

    private SignatureFinding Timestamp(Signature row, SignerInfo signer, Rfc3161TimestampToken? token) => row.Timestamp switch
    {
        TimestampState.NotConfigured when token is null => new("timestamp", null, "No time-stamp authority was configured: the time is the server's own."),
        TimestampState.Unavailable when token is null => new("timestamp", null, $"The authority has given no token yet; it is asked again. {row.TimestampProblem}"),
        _ when token is null => new("timestamp", false, "Expected a time-stamp token in the signature, but it is gone."),
        _ when timestamps.WhyNot(token, signer) is { } problem => new("timestamp", false, problem),
        _ => new("timestamp", true, $"{token.TokenInfo.Timestamp:u} by the authority's token {Convert.ToHexStringLower(token.TokenInfo.GetSerialNumber().Span)}."),
    };
}
