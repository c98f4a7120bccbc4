using System.Security.Cryptography;
using System.Text.Json;
using HrBpm.Server.Database;
using Microsoft.AspNetCore.DataProtection;

namespace HrBpm.Server.Features.SignIn;

/// <summary>What the server has to remember between the two halves of a passkey ceremony. The client carries it, sealed and good for some minutes.</summary>
internal sealed class PasskeyStates(IDataProtectionProvider protection, SignInOptions options)
{
    private readonly IDataProtector seal = protection.CreateProtector("HrBpm.PasskeyStates.v1");

    /// <param name="Content">Identity's own state, with the challenge.</param>
    /// <param name="MadeUtc">When it was made, by the machine's clock.</param>
    internal sealed record State(string Content, DateTime MadeUtc);

    /// <summary>The state as a client may carry it.</summary>
    /// <param name="content">Identity's own state.</param>
    /// <param name="use">The half that it is for, and whose; the same must be said to <see cref="Open"/>.</param>
    public string Seal(string content, string use) =>
        Convert.ToHexStringLower(For(use).Protect(JsonSerializer.SerializeToUtf8Bytes(new State(content, UtcDateTimeConverter.ToStored(LiveSessions.NowUtc)))));

    /// <summary>The state; null when it is forged, over, or for another use.</summary>
    public State? Open(string state, string use)
    {
        try
        {
            var opened = JsonSerializer.Deserialize<State>(For(use).Unprotect(Convert.FromHexString(state)));
            return opened?.MadeUtc + options.ChallengeLife > LiveSessions.NowUtc ? opened : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }

    private IDataProtector For(string use) => seal.CreateProtector(use);
}
