using System.Text.Json;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Org;

namespace HrBpm.Server.Features.Inbox;

/// <summary>What a person sends in order to sign.</summary>
/// <param name="IntentShown">The sentence that the signer was shown; must be the task's.</param>
/// <param name="Password">The signer's password; checked and forgotten. Absent where a passkey counts.</param>
/// <param name="Passkey">What a passkey of the signer answered, in place of the password.</param>
internal sealed record SignatureGiven(string IntentShown, string? Password = null, PasskeyGiven? Passkey = null)
{
    /// <summary>Leaves the password out of logs.</summary>
    public override string ToString() => nameof(SignatureGiven);
}

/// <summary>What a passkey answered for a signature.</summary>
/// <param name="State">From the beginning of the ceremony.</param>
/// <param name="Credential">What <c>PublicKeyCredential.toJSON</c> gives.</param>
internal sealed record PasskeyGiven(string State, JsonElement Credential)
{
    /// <summary>As a form of a page carries it; null when that is no JSON.</summary>
    public static PasskeyGiven? Read(string state, string credential)
    {
        try
        {
            using var read = JsonDocument.Parse(credential);
            return new PasskeyGiven(state, read.RootElement.Clone());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As the signer's port takes it.</summary>
    public PasskeyProof ToProof() => new(State, Credential.GetRawText());
}

/// <summary>Something that somebody wants to do with a task.</summary>
/// <param name="Task">The task as it was read for the request.</param>
/// <param name="Command">What is asked.</param>
/// <param name="Client">Where the request comes from.</param>
internal sealed record TaskAct(HumanTask Task, TaskCommand Command, TaskClient Client)
{
    public SignatureGiven? Signature { get; init; }

    /// <summary>Version of the task that the person saw; null where it does not matter.</summary>
    public int? SeenVersion { get; init; }

    /// <summary>The bookmark by which the flow is resumed; the task's own when absent. Something is done with a task that nothing waits for any more by way of another task of its step.</summary>
    public string? Through { get; init; }

    /// <summary>An id of the client's own for the intention; sent again, it is done once.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>The request as the person made it, where it is not just this act on this task.</summary>
    public RequestOnce? Once { get; init; }

    /// <summary>The same request asks it of other tasks as well.</summary>
    public bool IsOneOfMany { get; init; }

    /// <summary>The files that the answers name.</summary>
    public IReadOnlyList<Guid> Files { get; init; } = [];

    /// <summary>The link by which the person came.</summary>
    public Guid? LinkId { get; init; }

    /// <summary>True when the answers have to be complete: a yes or "done" of somebody who decides.</summary>
    public bool Decides => Command.Verb == TaskVerbs.MainVerbOf(Task.Kind) && Task.ParentTaskId is null;

    public bool MustSign => Task.NeedsSignature && Decides;
}

/// <summary>The device that a request comes from.</summary>
/// <param name="Address">Network address.</param>
/// <param name="UserAgent">As the browser names itself.</param>
internal sealed record TaskClient(string Address, string UserAgent)
{
    public static TaskClient Of(HttpContext http) => new(http.Connection.RemoteIpAddress?.ToString() ?? "", http.Request.Headers.UserAgent.ToString());
}
