using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace HrBpm.Activities.Connectors.Mail;

/// <summary>Hands messages to the company's mail relay by SMTP.</summary>
public sealed class SmtpRelay(IOptions<MailOptions> options, ConnectorCalls calls, TimeProvider time)
{
    private readonly MailOptions _options = options.Value;

    internal bool IsConfigured => _options.Host.Length > 0;

    internal MailboxAddress From => MailboxAddress.Parse(_options.From);

    /// <summary>Sends one message.</summary>
    /// <exception cref="ConnectorException">Transient: no connection, no answer in time, 4xx. Permanent: 5xx, a refused sign-in, no STARTTLS, a certificate that is not trusted.</exception>
    internal async Task SendAsync(MimeMessage message, CancellationToken ct)
    {
        var startedUtc = time.GetUtcNow().UtcDateTime;
        var mark = time.GetTimestamp();
        string? answer = null, failure = null;
        int? status = null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        try
        {
            answer = await DeliverAsync(message, patience.Token);
            status = (int)SmtpStatusCode.Ok;
        }
        catch (Exception e) when (Explain(e, ct) is { } explained)
        {
            failure = explained.Message;
            status = e is SmtpCommandException refused ? (int)refused.StatusCode : null;
            throw explained;
        }
        finally
        {
            calls.Add(new ConnectorCall(ConnectorSystems.Mail, "send", $"SMTP {_options.Host}:{_options.Port}", Summary(message), status,
                answer is null ? null : Redaction.Of(answer, Secrets.Of(_options)), failure, startedUtc, time.GetElapsedTime(mark)));
        }
    }

    private async Task<string> DeliverAsync(MimeMessage message, CancellationToken ct)
    {
        using var client = new SmtpClient { Timeout = (int)TimeSpan.FromSeconds(_options.TimeoutSeconds).TotalMilliseconds };
        await client.ConnectAsync(_options.Host, _options.Port, Protection(), ct);
        if (_options.UserName.Length > 0) await client.AuthenticateAsync(_options.UserName, _options.Password, ct);
        var answer = await client.SendAsync(message, ct);
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is IOException or ProtocolException or SocketException)
        {
            // The relay has taken the message; how it says goodbye changes nothing, and a retry would deliver twice.
            answer += $" (then: {e.GetType().Name})";
        }
        return answer;
    }

    private SecureSocketOptions Protection() => _options.Security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    private ConnectorException? Explain(Exception e, CancellationToken ct) => e switch
    {
        OperationCanceledException when ct.IsCancellationRequested => null,
        OperationCanceledException or TimeoutException => new("mail.timeout", Said("no answer came in time"), isTransient: true, inner: e),
        SmtpCommandException { StatusCode: var code } when (int)code is >= 400 and < 500 => new("mail.deferred", Said(Status(code)), isTransient: true, inner: e),
        SmtpCommandException { StatusCode: var code } => new("mail.refused", Said(Status(code)), isTransient: false, inner: e),
        AuthenticationException => new("mail.not-authorised", Said("the relay refused the sign-in"), isTransient: false, inner: e),
        SslHandshakeException => new("mail.not-trusted", Said("TLS could not be set up with a trusted certificate"), isTransient: false, inner: e),
        NotSupportedException => new("mail.not-protected", Said("the relay does not offer what Connectors:Mail asks for (STARTTLS or sign-in)"), isTransient: false, inner: e),
        IOException or SocketException or ProtocolException => new("mail.unreachable", Said($"the connection failed ({e.GetType().Name})"), isTransient: true, inner: e),
        _ => null,
    };

    private string Said(string actual) => $"Mail send: expected {_options.Host}:{_options.Port} to take the message, but {actual}.";

    private static string Status(SmtpStatusCode code) => string.Create(CultureInfo.InvariantCulture, $"it answered {(int)code}");

    private static string Summary(MimeMessage message) => $"Message-ID: <{message.MessageId}>\nTo: {message.To}\nSubject: {message.Subject}";
}
