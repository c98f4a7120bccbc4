namespace HrBpm.Activities.Connectors.Http;

/// <summary>A request as a flow describes it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">Absolute address.</param>
/// <param name="IdempotencyKey">Sent as <c>Idempotency-Key</c> unless the flow gives one of its own.</param>
internal sealed record HttpCall(string Method, string? Url, string IdempotencyKey)
{
    public object? Content { get; init; }

    public string? ContentType { get; init; }

    public string? Authorization { get; init; }

    /// <summary>True to send the authorization as it is, whatever it looks like.</summary>
    public bool SendsAuthorizationUnchecked { get; init; }

    /// <summary>Further headers: text or a list of texts by name.</summary>
    public IReadOnlyDictionary<string, object?> Headers { get; init; } = new Dictionary<string, object?>();
}

/// <summary>What came back.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Reason">Reason phrase.</param>
/// <param name="Content">The body as a value.</param>
/// <param name="Headers">Lists of texts by name.</param>
/// <param name="RetryAfter">How long the system asked to be left alone.</param>
internal sealed record HttpAnswer(int Status, string Reason, object? Content, Dictionary<string, object?> Headers, TimeSpan? RetryAfter)
{
    /// <summary>True when the same request may get another answer later.</summary>
    public bool IsTransient => Status is 408 or 429 or 502 or 503 or 504;
}
