namespace HrBpm.Server.Features.SignIn;

/// <summary>A sign-in is not finished: what has to come next.</summary>
/// <param name="Next">The step, which says where to post: <c>code</c> to <c>/api/sign-in/code</c>, <c>enrol</c> to <c>/api/sign-in/enrol</c>, <c>newPassword</c> to <c>/api/sign-in/new-password</c>.</param>
/// <param name="Challenge">What to send with it.</param>
/// <param name="ExpiresUtc">Until when that is possible; afterwards the sign-in begins anew.</param>
internal sealed record SignInStep(SignInStep.Kind Next, string Challenge, DateTime ExpiresUtc)
{
    /// <summary>The steps that may follow a password.</summary>
    internal enum Kind
    {
        /// <summary>A code of the authenticator app, or a recovery code.</summary>
        Code,

        /// <summary>An authenticator app has to be enrolled first, because what the person may do, the role or the company demands one.</summary>
        Enrol,

        /// <summary>The password has to be changed, because an administrator asked for it.</summary>
        NewPassword,
    }
}
