using System.ComponentModel.DataAnnotations;
using MimeKit;

namespace HrBpm.Activities.Connectors.Mail;

/// <summary>How the connection to the mail relay is protected.</summary>
public enum MailSecurity
{
    /// <summary>TLS is negotiated by STARTTLS; without it nothing is sent.</summary>
    StartTls,

    /// <summary>TLS from the first byte (usually port 465).</summary>
    Tls,

    /// <summary>No protection: only for a relay on the same machine or network.</summary>
    None,
}

/// <summary>The mail relay (<c>Connectors:Mail</c>).</summary>
public sealed class MailOptions : IValidatableObject
{
    /// <summary>Host name. Empty = mail is not configured.</summary>
    public string Host { get; set; } = "";

    /// <summary>Port. Default 587.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Protection of the connection. Default STARTTLS.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Account at the relay. Empty = the relay asks for none.</summary>
    public string UserName { get; set; } = "";

    /// <summary>Password of the account.</summary>
    [Secret]
    public string Password { get; set; } = "";

    /// <summary>Sender, for example <c>星河人事 &lt;hr@xinghe.example&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>Longest time for the whole talk with the relay, in seconds. Default 30. At most 50, so that it ends before its job's lease does.</summary>
    [Range(0.05, 50)]
    public double TimeoutSeconds { get; set; } = 30;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Host.Length > 0 && !(MailboxAddress.TryParse(From, out var from) && from.Domain.Length > 0))
            yield return new ValidationResult($"Expected From to be a mail address together with Host, but it is '{From}'.", [nameof(From)]);
    }
}
