using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Detached CMS signatures (RFC 5652) with the signed attributes of CAdES-B (ETSI EN 319 122-1), and the unsigned time-stamp token of CAdES-T.</summary>
internal static class DetachedCms
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private const string SignatureTimestampToken = "1.2.840.113549.1.9.16.2.14";

    /// <summary>Signs the content.</summary>
    public static SignedCms Sign(byte[] content, X509Certificate2 certificate, ECDsa key, DateTime nowUtc)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate, key)
        {
            DigestAlgorithm = new Oid(Sha256),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.SignedAttributes.Add(new Pkcs9SigningTime(nowUtc));
        signer.SignedAttributes.Add(new AsnEncodedData(SigningCertificateV2, SigningCertificateOf(certificate)));
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.ComputeSignature(signer, silent: true);
        return cms;
    }

    /// <summary>Reads a stored signature over this content. Verifies nothing.</summary>
    /// <exception cref="CryptographicException">It is no CMS signature with exactly one signer.</exception>
    public static SignedCms Read(byte[] der, byte[] content)
    {
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.Decode(der);
        return cms.SignerInfos.Count == 1 ? cms : throw new CryptographicException($"Expected one signer, but there are {cms.SignerInfos.Count}.");
    }

    /// <summary>Puts the token beside the signature.</summary>
    public static void Attach(SignedCms cms, Rfc3161TimestampToken token) =>
        cms.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(SignatureTimestampToken, token.AsSignedCms().Encode()));

    /// <summary>The token beside the signature, or null.</summary>
    public static Rfc3161TimestampToken? TokenOf(SignerInfo signer)
    {
        foreach (var attribute in signer.UnsignedAttributes)
        {
            if (attribute.Oid.Value == SignatureTimestampToken && Rfc3161TimestampToken.TryDecode(attribute.Values[0].RawData, out var token, out _)) return token;
        }
        return null;
    }

    /// <summary>True when the signed attributes name this certificate, so that no other one of the same key can take its place (RFC 5035).</summary>
    public static bool Names(SignerInfo signer, X509Certificate2 certificate) =>
        signer.SignedAttributes.Cast<CryptographicAttributeObject>()
            .Any(a => a.Oid.Value == SigningCertificateV2 && a.Values[0].RawData.AsSpan().SequenceEqual(SigningCertificateOf(certificate)));

    // RFC 5035: SigningCertificateV2 { certs { ESSCertIDv2 { certHash, issuerSerial { { [4] issuer }, serial } } } }; SHA-256 is the default algorithm and is left out in DER.
    private static byte[] SigningCertificateOf(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(certificate.GetCertHash(HashAlgorithmName.SHA256));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
                {
                    writer.WriteEncodedValue(certificate.IssuerName.RawData);
                }
                writer.WriteInteger(certificate.SerialNumberBytes.Span);
            }
        }
        return writer.Encode();
    }
}
