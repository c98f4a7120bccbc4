using HrBpm.Activities.Evidence;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Facts about sign-in, as they stand in the audit log of the account's company. They hold neither passwords nor codes.</summary>
internal static class SignInFacts
{
    /// <summary>Who acts while nobody has proven who they are.</summary>
    public const string Nobody = "nobody";

    /// <summary>A fact about this account.</summary>
    public static AuditFact Of(Account account, string actor, string action, object data) => new(account.CompanyId, actor, action, $"person:{account.PersonId:D}", data);
}
