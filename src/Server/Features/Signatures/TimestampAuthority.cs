using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using HrBpm.Activities.Signatures;

namespace HrBpm.Server.Features.Signatures;

/// <summary>Asks the configured authority to prove when a signature existed (RFC 3161 over HTTP). Never falls back to a clock of ours.</summary>
internal sealed class TimestampAuthority(HttpClient http, TimestampTrust trust, SignatureOptions options)
{
    /// <summary>Largest answer that is read, in bytes; a token with its certificates has some thousands.</summary>
    public const int LargestAnswer = 256 * 1024;

    /// <summary>True when an authority is configured.</summary>
    public bool IsConfigured => options.TimestampAuthority.Url is not null;

    /// <summary>Asks for a token over the signature, and puts it into the CMS when it is a good one.</summary>
    public async Task<TimestampOutcome> StampAsync(SignedCms cms, CancellationToken ct)
    {
        if (options.TimestampAuthority.Url is not { } url) return new TimestampOutcome.NotConfigured();
        try
        {
            return await StampAsync(cms, url, ct);
        }
        catch (Exception failed) when (failed is HttpRequestException or CryptographicException || (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new TimestampOutcome.Unavailable($"Expected a time-stamp token from {url.Host}, but: {(failed is OperationCanceledException ? "it took too long." : failed.Message)}");
        }
    }

    private async Task<TimestampOutcome> StampAsync(SignedCms cms, Uri url, CancellationToken ct)
    {
        var signer = cms.SignerInfos[0];
        var request = Rfc3161TimestampRequest.CreateFromSignerInfo(signer, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(16), requestSignerCertificates: true);
        using var body = new ByteArrayContent(request.Encode());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var answer = await http.PostAsync(url, body, ct);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"it answered HTTP {(int)answer.StatusCode}.");
        var token = request.ProcessResponse(await answer.Content.ReadAsByteArrayAsync(ct), out _);
        if (trust.WhyNot(token, signer) is { } problem) throw new CryptographicException(problem);
        DetachedCms.Attach(cms, token);
        return new TimestampOutcome.Granted(token.TokenInfo.Timestamp.UtcDateTime);
    }
}
