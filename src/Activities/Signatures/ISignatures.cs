using HrBpm.Activities.Org;
using HrBpm.Workflows;

namespace HrBpm.Activities.Signatures;

/// <summary>Signs documents in a person's name, with that person's own certificate under the company's certificate authority.</summary>
/// <remarks>
/// Meets the conditions of a reliable signature (电子签名法 art. 13): the key serves one signer only, is used only after that
/// signer has entered the password, or answered with a passkey, for this very document, and later changes of signature or content are found.
/// </remarks>
public interface ISignatures
{
    /// <summary>Name of the authority that proves the time of signatures (RFC 3161), so that signers can be told; null where none is configured, and the server's clock says it alone.</summary>
    string? TimestampAuthority { get; }

    /// <summary>
    /// Checks the signer's password or passkey and makes the signature, with a time-stamp token where an authority is configured.
    /// To be called outside a transaction: it may ask the time-stamp authority over HTTP. Nothing of the run is written.
    /// </summary>
    /// <returns>The draft, or why there is none (<c>signatures.wrong-password</c>, <c>signatures.locked-out</c>, <c>signatures.unknown-signer</c>, …).</returns>
    Task<(SignatureDraft? Draft, Refusal? Refusal)> PrepareAsync(SignRequest request, CancellationToken ct);

    /// <summary>Adds the signature to the transaction of the current scope, under the id that the draft carries. May be repeated in a fresh scope when an attempt is retried.</summary>
    void Record(SignatureDraft draft, SignedSubject subject);

    /// <summary>Begins to ask for a passkey of the signer in place of the password, for this document and this sentence only.</summary>
    /// <param name="personId">The signer.</param>
    /// <param name="documentBytes">The exact bytes of the document.</param>
    /// <param name="intent">The sentence that the signer is shown.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null when the signer has no passkey.</returns>
    Task<PasskeyChallenge?> BeginPasskeyAsync(Guid personId, ReadOnlyMemory<byte> documentBytes, string intent, CancellationToken ct);

    /// <summary>What is known of a signature, verified just now; null when there is none.</summary>
    Task<SignatureState?> StateOfAsync(Guid signatureId, CancellationToken ct);
}

/// <summary>What is known of a signature.</summary>
/// <param name="Id">The signature.</param>
/// <param name="IsValid">Nothing that was verified just now is wrong.</param>
/// <param name="SignedAtUtc">When it was made, by the server's clock.</param>
/// <param name="TimestampUtc">The time that an authority proves; null when none does yet.</param>
public sealed record SignatureState(Guid Id, bool IsValid, DateTime SignedAtUtc, DateTime? TimestampUtc);

/// <summary>What a person asks to sign, and how it can be told that it is that person.</summary>
/// <param name="PersonId">The signer.</param>
/// <param name="Password">Entered for this signature; checked and forgotten. Empty where a passkey counts.</param>
/// <param name="Intent">The sentence that the signer was shown and agreed to.</param>
/// <param name="DocumentBytes">The exact bytes of the document that the signer was shown.</param>
/// <param name="DocumentTitle">The document's title.</param>
/// <param name="Address">Network address that the request came from.</param>
/// <param name="UserAgent">The device, as the browser names itself.</param>
public sealed record SignRequest(
    Guid PersonId, string Password, string Intent, ReadOnlyMemory<byte> DocumentBytes, string DocumentTitle, string Address, string UserAgent)
{
    /// <summary>The answer of a passkey, in place of the password.</summary>
    public PasskeyProof? Passkey { get; init; }

    /// <summary>Leaves the password out of logs.</summary>
    public override string ToString() => $"SignRequest {{ PersonId = {PersonId}, DocumentTitle = {DocumentTitle} }}";
}

/// <summary>A signature that was made but is not recorded yet.</summary>
/// <param name="Id">Id under which it will be recorded.</param>
/// <param name="CompanyId">The signer's company.</param>
/// <param name="PersonId">The signer.</param>
/// <param name="SignerName">The signer's name, as in the certificate.</param>
/// <param name="SignedAtUtc">When it was made, by the server's clock; the token, not this, proves the time.</param>
/// <param name="Intent">The sentence that the signer agreed to.</param>
/// <param name="DocumentTitle">The document's title.</param>
/// <param name="DocumentBytes">The document, byte for byte.</param>
/// <param name="DocumentSha256">Lower-case hexadecimal SHA-256 of <paramref name="DocumentBytes"/>.</param>
/// <param name="Statement">The exact bytes that are signed: canonical JSON of signer, document hash and title, intent, time, address, device and company.</param>
/// <param name="Cms">The detached CMS signature over <paramref name="Statement"/>, DER; with the token inside when there is one.</param>
/// <param name="Timestamp">Whether the time is proven.</param>
public sealed record SignatureDraft(
    Guid Id, Guid CompanyId, Guid PersonId, string SignerName, DateTime SignedAtUtc, string Intent, string DocumentTitle,
    ReadOnlyMemory<byte> DocumentBytes, string DocumentSha256, ReadOnlyMemory<byte> Statement, ReadOnlyMemory<byte> Cms, TimestampOutcome Timestamp);

/// <summary>Whether a signature's time is proven by an authority (RFC 3161). The server's clock is never put in its place.</summary>
public abstract record TimestampOutcome
{
    private TimestampOutcome() { }

    /// <summary>No authority is configured; none was asked.</summary>
    public sealed record NotConfigured : TimestampOutcome;

    /// <summary>The authority's token is part of the signature.</summary>
    /// <param name="AtUtc">The authority's time.</param>
    public sealed record Granted(DateTime AtUtc) : TimestampOutcome;

    /// <summary>The authority did not give a token; it is asked again later.</summary>
    /// <param name="Reason">What was expected, and what came.</param>
    public sealed record Unavailable(string Reason) : TimestampOutcome;
}

/// <summary>What a signature is about.</summary>
/// <param name="Kind">Kind of thing, for example <c>task</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="WorkflowInstanceId">The flow that the signature belongs to, if any.</param>
/// <param name="About">The person whom it concerns, for the audit trail.</param>
public sealed record SignedSubject(string Kind, string Id, string? WorkflowInstanceId = null, Guid? About = null);
