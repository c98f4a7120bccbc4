using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using QRCoder;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Enrols an authenticator app in two steps: a secret that counts for nothing yet, and a code of the app which proves that it has arrived there.</summary>
internal sealed class EnrolSecondFactor(WriteAttempts writes, PrivateKeys keys)
{
    private const int SecretBytes = 20;

    /// <summary>What an authenticator app needs.</summary>
    /// <param name="Secret">The secret in Base32, for typing.</param>
    /// <param name="Uri"><c>otpauth://</c> URI, which the QR code holds.</param>
    /// <param name="QrSvg">The QR code as an SVG image.</param>
    internal sealed record Offer(string Secret, string Uri, string QrSvg);

    /// <summary>A new secret, in place of one that was never confirmed.</summary>
    /// <returns>The offer, or <c>second-factor.enrolled</c>: what protects the account is removed before it is replaced.</returns>
    public Task<(Offer? Offer, Refusal? Refusal)> OfferAsync(Account account, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (await db.SecondFactors.AnyAsync(f => f.AccountId == account.Id && f.ConfirmedUtc != null, token))
            return (null, new Refusal("second-factor.enrolled", "Expected an account without an authenticator app, but it has one. Remove that first."));
        await db.SecondFactors.Where(f => f.AccountId == account.Id).ExecuteDeleteAsync(token);
        var secret = KeyGeneration.GenerateRandomKey(SecretBytes);
        db.Add(new SecondFactor { AccountId = account.Id, CompanyId = account.CompanyId, ProtectedSecret = keys.ProtectSecret(secret, CodeCheck.UseOf(account.Id)) });
        return ((Offer?)OfferOf(secret, account), (Refusal?)null);
    }, ct);

    /// <summary>Makes the factor count, where the code is one of the app.</summary>
    /// <returns>The recovery codes, which are never shown again; or <c>second-factor.code.invalid</c>, <c>second-factor.unknown</c>.</returns>
    public Task<(IReadOnlyList<string>? Codes, Refusal? Refusal)> ConfirmAsync(Account account, string code, CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var nowUtc = LiveSessions.NowUtc;
        if (await db.SecondFactors.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == account.Id && f.ConfirmedUtc == null, token) is not { } offered)
            return (null, new Refusal("second-factor.unknown", "Expected an authenticator app that is being enrolled, but there is none."));
        if (CodeCheck.StepOf(keys.UnprotectSecret(offered.ProtectedSecret, CodeCheck.UseOf(account.Id)), code.Trim(), nowUtc) is not { } step)
            return (null, new Refusal("second-factor.code.invalid", "Expected the code that the app shows now, but it is another one. Is the phone's clock right?"));
        await db.SecondFactors.Where(f => f.AccountId == account.Id).ExecuteUpdateAsync(set => set.SetProperty(f => f.ConfirmedUtc, nowUtc).SetProperty(f => f.LastStep, step), token);
        scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, account.PersonId.ToString("D"), "second-factor.enrolled", new { }));
        return ((IReadOnlyList<string>?)await RecoveryCodes.ReplaceAsync(db, account, token), (Refusal?)null);
    }, ct);

    private static Offer OfferOf(byte[] secret, Account account)
    {
        var uri = new OtpUri(OtpType.Totp, secret, account.UserName, "HrBpm").ToString();
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var image = new SvgQRCode(data);
        return new Offer(Base32Encoding.ToString(secret), uri, image.GetGraphic(4));
    }
}
