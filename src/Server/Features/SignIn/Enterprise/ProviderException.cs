namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary>An identity provider did not say who somebody is, or not in a way that counts.</summary>
/// <param name="code">Stable dotted code, for example <c>identity-providers.token.refused</c>.</param>
/// <param name="message">What was expected, and what came. Holds no secret, code or token.</param>
/// <param name="inner">The cause, when there is one.</param>
internal sealed class ProviderException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
