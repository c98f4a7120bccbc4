namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>Settings section <c>OAuth</c>.</summary>
internal sealed class OAuthOptions
{
    /// <summary>Whether this server gives tokens to other programs. Default: no.</summary>
    public bool Enabled { get; init; }

    /// <summary>The public address of this server, <c>https://hr.example.com</c>. Required outside development: otherwise whoever sends a Host header would choose what tokens say.</summary>
    public Uri? Issuer { get; init; }

    /// <summary>How long an access token is good. Default: 15 minutes.</summary>
    public TimeSpan AccessTokenLife { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a refresh token is good when it is not used. Default: 14 days.</summary>
    public TimeSpan RefreshTokenLife { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How old a key of the database may be before a new one is made; the old one verifies for as long again. Default: 90 days.</summary>
    public TimeSpan KeyLife { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a new key of the database is shown before it is used, where there is an older one. Default: 1 hour.</summary>
    public TimeSpan KeyShownBefore { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Certificates that sign. Required outside development; in development keys of the database do. Of those that are valid, the one that is so longest signs, the others verify.</summary>
    public IReadOnlyList<SigningCertificate> SigningCertificates { get; init; } = [];

    /// <summary>How often a process looks whether keys or files of certificates have changed.</summary>
    public static readonly TimeSpan KeysLookedAtEvery = TimeSpan.FromMinutes(10);
}
