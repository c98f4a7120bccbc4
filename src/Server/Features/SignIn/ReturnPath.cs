namespace HrBpm.Server.Features.SignIn;

/// <summary>Where somebody goes on after signing in: an address of this server, and no other. Anything else would be an open redirect.</summary>
internal static class ReturnPath
{
    /// <summary>Where people land who came from nowhere.</summary>
    public const string Default = "/sign-in/done";

    private const int Longest = 4000;

    /// <summary>Whether a browser that is sent there stays on this server.</summary>
    // Browsers read a backslash as a slash, and drop tabs and line ends within an address.
    public static bool IsOurs(string path) =>
        path is ['/', ..] and not ['/', '/', ..] && path.Length <= Longest && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);
}
