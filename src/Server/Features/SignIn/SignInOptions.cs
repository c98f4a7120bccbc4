using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Settings section <c>SignIn</c>.</summary>
internal sealed class SignInOptions
{
    /// <summary>PBKDF2 iterations with HMAC-SHA512. Default: 210 000, as OWASP's Password Storage Cheat Sheet asks for; lower only in tests.</summary>
    [Range(1, 10_000_000)]
    public int HashIterations { get; init; } = 210_000;

    /// <summary>Wrong passwords in a row that lock an account. Default: 5.</summary>
    [Range(1, 100)]
    public int WrongPasswordsAllowed { get; init; } = 5;

    /// <summary>How long a locked account stays locked. Default: 15 minutes.</summary>
    public TimeSpan LockedFor { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a session lives without a request. Default: 12 hours, a working day.</summary>
    public TimeSpan SessionLife { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a refresh token of Elsa's clients may be used. Default: 7 days; <see cref="SessionLife"/> is that of the access tokens it brings.</summary>
    public TimeSpan RefreshLife { get; init; } = TimeSpan.FromDays(7);
}
