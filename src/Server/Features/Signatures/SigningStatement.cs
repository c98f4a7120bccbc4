using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Org;

namespace HrBpm.Server.Features.Signatures;

/// <summary>What a person signs. Its canonical JSON is the content of the CMS; the document itself is bound by its hash.</summary>
/// <remarks>The signature's own id is in it, so that a signature cannot be used a second time for something else.</remarks>
internal sealed record SigningStatement(
    Guid Signature, StatedCompany Company, StatedSigner Signer, StatedDocument Document, string Intent, DateTime Time, string Address, string UserAgent)
{
    /// <summary>How the signer proved to be themselves; null in statements of before that was stated.</summary>
    public StatedProof? Proof { get; init; }

    public byte[] ToBytes() => CanonicalJson.Write(this);

    /// <summary>The statement, or null when the bytes are none.</summary>
    public static SigningStatement? Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<SigningStatement>(bytes, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the row says otherwise than the statement; null when they agree.</summary>
    public string? WhyRowDisagrees(Signature row) => new (string Field, object Stated, object Stored)[]
    {
        ("id", Signature, row.Id),
        ("company", Company.Id, row.CompanyId),
        ("signer", Signer.Id, row.PersonId),
        ("signer's name", Signer.Name, row.SignerName),
        ("document", Document.Sha256, row.DocumentSha256),
        ("title", Document.Title, row.DocumentTitle),
        ("intent", Intent, row.Intent),
        ("time", Time, row.SignedAtUtc),
    }.Where(f => !f.Stated.Equals(f.Stored)).Select(f => $"Expected the {f.Field} '{f.Stated}' that was signed, but the row says '{f.Stored}'.").FirstOrDefault();
}

internal sealed record StatedCompany(Guid Id, string Name);

internal sealed record StatedSigner(Guid Id, string Name, string EmployeeNumber);

internal sealed record StatedDocument(string Sha256, string Title);

/// <summary>How somebody proved to be themselves for one signature.</summary>
/// <param name="By"><c>password</c> or <c>passkey</c>.</param>
/// <param name="Assertion">What the passkey answered, as the browser gave it (WebAuthn, base64url); null for a password.</param>
internal sealed record StatedProof(string By, StatedAssertion? Assertion)
{
    /// <summary>What was given with a request that has been checked.</summary>
    public static StatedProof Of(PasskeyProof? passkey) => new(passkey is null ? "password" : "passkey", passkey is null ? null : StatedAssertion.Read(passkey.Credential));

    public override string ToString() => Assertion is null ? By : $"{By} {Assertion.Credential}";
}

/// <summary>The answer of a passkey: with the public key that is registered, anybody can check it again.</summary>
internal sealed record StatedAssertion(string Credential, string ClientData, string AuthenticatorData, string Signature)
{
    public static StatedAssertion Read(string json)
    {
        using var read = JsonDocument.Parse(json);
        var response = read.RootElement.GetProperty("response");
        string Of(string name) => response.GetProperty(name).GetString() ?? "";
        return new(read.RootElement.GetProperty("id").GetString() ?? "", Of("clientDataJSON"), Of("authenticatorData"), Of("signature"));
    }
}
