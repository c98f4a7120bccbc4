namespace HrBpm.Server.Features.Org;

/// <summary>Gives people of the organisation accounts to sign in with.</summary>
internal interface IInvitations
{
    /// <summary>Makes a new account for a person, within the open transaction, and a link by which they choose a password.</summary>
    /// <param name="person">The person, who has none yet.</param>
    /// <param name="actor">Who invites, as it stands in the audit trail.</param>
    /// <returns>The link, which exists nowhere else.</returns>
    InvitationLink Add(PersonRecord person, string actor);
}

/// <summary>A link by which one person chooses a password, once. Whoever has it can do that, so it is shown once and stored as a hash.</summary>
/// <param name="Path">Its path on this server, with the token.</param>
/// <param name="ExpiresUtc">Until when it works.</param>
internal sealed record InvitationLink(string Path, DateTime ExpiresUtc);
