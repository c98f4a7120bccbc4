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

    /// <summary>How old a key may be before the next start makes a new one; the old one verifies for as long again. Default: 90 days.</summary>
    public TimeSpan KeyLife { get; init; } = TimeSpan.FromDays(90);
}
