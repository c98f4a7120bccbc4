using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Identity's PBKDF2 over the normal form of a password, so that the same characters from another keyboard are the same password (NIST SP 800-63B-4, 3.1.1.2: NFKC).</summary>
internal sealed class PasswordHashing(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    public override string HashPassword(Account user, string password) => base.HashPassword(user, NormalFormOf(password));

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword) =>
        base.VerifyHashedPassword(user, hashedPassword, NormalFormOf(providedPassword));

    /// <summary>The form that is hashed. What is no Unicode text has none and stays as it is.</summary>
    public static string NormalFormOf(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return password;
        }
    }
}
