using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace HrBpm.Activities.Connectors.Mail;

/// <summary>Writes mails in plain text and hands them to the relay.</summary>
public sealed class Letters(SmtpRelay relay, TimeProvider time)
{
    /// <summary>Whether <c>Connectors:Mail</c> names a relay.</summary>
    public bool CanBeSent => relay.IsConfigured;

    /// <summary>Whether a text is one or more mail addresses, separated by commas.</summary>
    public static bool IsAddress(string to) => !to.Any(char.IsControl) && InternetAddressList.TryParse(to, out var receivers) && receivers.Count > 0 && receivers.Mailboxes.All(m => m.Domain.Length > 0);

    /// <summary>Sends one mail.</summary>
    /// <param name="to">Receivers, see <see cref="IsAddress"/>.</param>
    /// <param name="subject">Subject.</param>
    /// <param name="text">Text.</param>
    /// <param name="key">What makes it one of its kind: a mailbox that gets it twice recognises it by the Message-ID that is made from this.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ConnectorException">The relay did not take it; see <see cref="SmtpRelay.SendAsync"/>.</exception>
    public Task SendAsync(string to, string subject, string text, string key, CancellationToken ct)
    {
        var message = new MimeMessage
        {
            Subject = subject,
            Date = time.GetUtcNow(),
            MessageId = $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..40]}@{relay.From.Domain}",
            Body = new TextPart("plain") { Text = text },
        };
        message.From.Add(relay.From);
        message.To.AddRange(InternetAddressList.Parse(to));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: keeps absence notices from answering.
        return relay.SendAsync(message, ct);
    }
}
