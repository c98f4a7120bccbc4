using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>An authenticator with one ES256 key, as a browser shows it to a page: answers to WebAuthn options in the JSON of <c>PublicKeyCredential.toJSON</c>. It does not count signatures, as passkeys in key rings do not.</summary>
internal sealed class SoftwareAuthenticator
{
    private const byte PresentAndVerified = 0x05, HasCredential = 0x40;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] id = RandomNumberGenerator.GetBytes(32);
    private string user = "";

    /// <summary>Claims to be another authenticator, without its key.</summary>
    public SoftwareAuthenticator As(SoftwareAuthenticator other)
    {
        (id, user) = (other.id, other.user);
        return this;
    }

    /// <summary>Answers <c>navigator.credentials.create</c>, with attestation <c>none</c>.</summary>
    public JsonObject Create(JsonNode options, string origin)
    {
        user = (string)options["user"]!["id"]!;
        byte[] attested = [.. new byte[16], (byte)(id.Length >> 8), (byte)id.Length, .. id, .. CoseKey()];
        byte[] data = [.. AuthenticatorData((string)options["rp"]!["id"]!, PresentAndVerified | HasCredential), .. attested];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), .. Bytes(data)];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Encode(ClientData("webauthn.create", options, origin)),
            ["attestationObject"] = Encode(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>Answers <c>navigator.credentials.get</c>.</summary>
    public JsonObject Get(JsonNode options, string origin, byte flags = PresentAndVerified)
    {
        var data = AuthenticatorData((string)options["rpId"]!, flags);
        var client = ClientData("webauthn.get", options, origin);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Encode(client),
            ["authenticatorData"] = Encode(data),
            ["signature"] = Encode(key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = user,
        });
    }

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Encode(id),
        ["rawId"] = Encode(id),
        ["type"] = "public-key",
        ["response"] = response,
        ["clientExtensionResults"] = new JsonObject(),
        ["authenticatorAttachment"] = "platform",
    };

    private static byte[] ClientData(string type, JsonNode options, string origin) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["type"] = type, ["challenge"] = (string)options["challenge"]!, ["origin"] = origin, ["crossOrigin"] = false }.ToJsonString());

    private static byte[] AuthenticatorData(string domain, byte flags) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), flags, 0, 0, 0, 0];

    // COSE: key type EC2, algorithm ES256, curve P-256, x, y.
    private byte[] CoseKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, .. Bytes(point.X!), 0x22, .. Bytes(point.Y!)];
    }

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Bytes(byte[] value)
    {
        if (value.Length < 256) return [0x58, (byte)value.Length, .. value];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)value.Length);
        return [0x59, .. length, .. value];
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
