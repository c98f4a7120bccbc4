namespace HrBpm.Server.Platform;

/// <summary>Where people reach this server, for links that are made outside of any request.</summary>
internal sealed record PageAddress(Uri Server);
