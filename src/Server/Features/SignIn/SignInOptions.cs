using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Settings section <c>SignIn</c>.</summary>
internal sealed class SignInOptions
{
    /// <summary>PBKDF2 iterations with HMAC-SHA512 that OWASP's Password Storage Cheat Sheet asks for (220 000; older editions of it said 210 000). Outside Development the server does not start with fewer.</summary>
    public const int FewestHashIterations = 220_000;

    /// <summary>PBKDF2 iterations with HMAC-SHA512. Default: <see cref="FewestHashIterations"/>; lower only in development and tests.</summary>
    [Range(1, 10_000_000)]
    public int HashIterations { get; init; } = FewestHashIterations;

    /// <summary>Wrong passwords, or wrong codes, in a row that lock an account. Default: 5.</summary>
    [Range(1, 100)]
    public int WrongPasswordsAllowed { get; init; } = 5;

    /// <summary>How long a locked account stays locked. Default: 15 minutes.</summary>
    public TimeSpan LockedFor { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a session lives without a request. Default: 12 hours, a working day.</summary>
    public TimeSpan SessionLife { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a session lives however much it is used. Default: 7 days.</summary>
    public TimeSpan SessionAtMost { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long somebody may take for the next step of a sign-in, such as typing a code. Default: 5 minutes.</summary>
    public TimeSpan ChallengeLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a link works by which somebody chooses a password. Default: 3 days, so that one that is sent on a Friday works on Monday.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan InvitationLife { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Characters that a new password has at least where it is all that protects the account. Default: 15 (NIST SP 800-63B-4, 3.1.1.2).</summary>
    [Range(8, 64)]
    public int PasswordLength { get; init; } = 15;

    /// <summary>Characters that a new password has at least where a second factor protects the account as well. Default: 8 (NIST SP 800-63B-4, 3.1.1.2).</summary>
    [Range(8, 64)]
    public int PasswordLengthWithSecondFactor { get; init; } = 8;

    /// <summary>How many of an account's earlier passwords may not be used again, the present one not counted. Default: 5.</summary>
    [Range(0, 24)]
    public int PasswordsRemembered { get; init; } = 5;

    /// <summary>
    /// Folder with the breached passwords of haveibeenpwned.com as its downloader writes them: a file <c>21BD1.txt</c> for each first five digits of a SHA-1, each line the other
    /// 35 digits, a colon and a count. Nothing of a password leaves the server. Default: none.
    /// </summary>
    public string? BreachedPasswords { get; init; }

    /// <summary>The domain that passkeys belong to, for example <c>hr.example.com</c>. A change makes all of them useless. Default: the host of the request, which is right where that is always the same.</summary>
    public string? PasskeyDomain { get; init; }

    /// <summary>Where browsers reach this server, for example <c>https://hr.example.com</c>: identity providers send people back there, and links in mails lead there. Default: the address of the request; in mails <c>Inbox:PublicUrl</c>.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>The address of this server as the browser of this request has to see it, without a slash at the end.</summary>
    public string AddressOf(HttpRequest request) => PublicAddress?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";

    /// <summary>Who needs a second factor. Section <c>SignIn:SecondFactor</c>.</summary>
    public SecondFactorDemand SecondFactor { get; init; } = new();

    /// <summary>Who needs a second factor; whoever has enrolled one is always asked for it.</summary>
    internal sealed class SecondFactorDemand
    {
        /// <summary>
        /// Whether everybody needs one who may decide about accounts, sign-in, roles, keys or backups (<see cref="FinishSignIn.Administrative"/>), by whatever role.
        /// Default: yes (OWASP ASVS 4.3.1); <c>appsettings.Development.json</c> and the demo say no.
        /// </summary>
        public bool Administrators { get; init; } = true;

        /// <summary>Roles that need one, for example <c>CompanyAdministrator</c>. Default: none.</summary>
        public IReadOnlyList<string> Roles { get; init; } = [];

        /// <summary>Ids of companies all of whose people need one. Default: none.</summary>
        public IReadOnlyList<Guid> Companies { get; init; } = [];
    }
}
