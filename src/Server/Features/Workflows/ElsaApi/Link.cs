namespace HrBpm.Server.Features.Workflows.ElsaApi;

/// <summary>What can be done next, and where.</summary>
/// <param name="Href">Address below <c>/elsa/api</c>.</param>
/// <param name="Rel">What it is.</param>
/// <param name="Method">HTTP method.</param>
internal sealed record Link(string Href, string Rel, string Method);
