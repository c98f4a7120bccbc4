namespace HrBpm.Activities.Connectors;

/// <summary>A call to another system did not end as it should.</summary>
/// <remarks>
/// This is the one rule for all connectors.
/// <para>Transient, may be tried again later (the job runner retries what is thrown): no connection, no answer in time, HTTP 408, 429 and 5xx, an
/// answer that is not in the system's protocol at all (a proxy's error page, an empty body), WeCom errcode -1 after its in-call retries, 6000, 45009, 45033 and a token that is refused
/// straight after a refresh, SCIM 409 and 412, SMTP 4xx.</para>
/// <para>Permanent, a person must look (<see cref="ConnectorActivity"/> turns it into <c>Fail</c>, which becomes an incident at once): every other HTTP 3xx and 4xx,
/// every other errcode, SMTP 5xx, a system that is not configured.</para>
/// The message names system, action, what was expected and what came. It never holds a secret.
/// </remarks>
public sealed class ConnectorException : Exception
{
    /// <summary>Says what went wrong with which system.</summary>
    /// <param name="code">Stable dotted code that starts with the system, for example <c>wecom.busy</c>.</param>
    /// <param name="message">One sentence: system and action, what was expected, what came.</param>
    /// <param name="isTransient">True when the same call may succeed later.</param>
    /// <param name="retryAfter">How long the system asked to be left alone; null when it did not say.</param>
    /// <param name="inner">The cause, when there is one.</param>
    public ConnectorException(string code, string message, bool isTransient, TimeSpan? retryAfter = null, Exception? inner = null) : base(message, inner)
    {
        Code = code;
        IsTransient = isTransient;
        RetryAfter = retryAfter;
    }

    /// <summary>Stable dotted code that starts with the system.</summary>
    public string Code { get; }

    /// <summary>True when the same call may succeed later.</summary>
    public bool IsTransient { get; }

    /// <summary>How long the system asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
