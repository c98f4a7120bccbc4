namespace HrBpm.Server.Platform;

/// <summary>Metadata of an endpoint that serves a page: whoever has not signed in is led to the page where that is done, and back.</summary>
internal sealed record SignsInByPage;
