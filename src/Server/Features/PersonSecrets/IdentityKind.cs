namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>What an identity number is the number of.</summary>
internal enum IdentityKind
{
    /// <summary>居民身份证 (or the permanent residence card of a foreigner, which is numbered in the same way): GB 11643.</summary>
    ResidentIdentityCard,

    /// <summary>护照.</summary>
    Passport,
}
