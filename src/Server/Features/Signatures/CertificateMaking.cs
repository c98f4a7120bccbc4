using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Makes X.509 certificates (RFC 5280): the root of a company, and those of its people under it. ECDSA P-256 with SHA-256.</summary>
internal static class CertificateMaking
{
    private static readonly TimeSpan RootLife = TimeSpan.FromDays(30 * 365);

    // Clocks differ: whoever verifies a moment later, with a clock that is behind, must not find a certificate of the future.
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(1);

    /// <summary>The self-signed root of a company. It may sign certificates of people, not of further authorities.</summary>
    public static X509Certificate2 Root(ECDsa key, string company, DateTime nowUtc)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(Clip(company));
        name.AddCommonName(Clip($"{company} HrBpm CA"));
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(nowUtc - Backdated, nowUtc + RootLife);
    }

    /// <summary>The subject of a person's certificate: company, employee number (RFC 4519 serialNumber) and name.</summary>
    public static X500DistinguishedName SubjectOf(string company, string employeeNumber, string person)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(Clip(company));
        name.Add("2.5.4.5", Clip(employeeNumber));
        name.AddCommonName(Clip(person));
        return name.Build();
    }

    /// <summary>A person's certificate for signing, without its private key.</summary>
    public static X509Certificate2 Issue(X509Certificate2 root, ECDsa rootKey, X500DistinguishedName subject, ECDsa key, DateTime nowUtc, TimeSpan life)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var end = nowUtc + life;
        return request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), nowUtc - Backdated,
            end < root.NotAfter.ToUniversalTime() ? end : root.NotAfter.ToUniversalTime(), SerialNumber());
    }

    // RFC 5280 section 4.1.2.2: positive, unique, at most 20 octets.
    private static byte[] SerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }

    /// <summary>The text as a certificate can hold it: 64 characters at most (RFC 5280 appendix A).</summary>
    public static string Clip(string text) => text.Length <= 64 ? text : text[..64];
}
