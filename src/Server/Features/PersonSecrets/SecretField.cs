namespace HrBpm.Server.Features.PersonSecrets;

/// <summary>A number that can be revealed.</summary>
internal enum SecretField
{
    /// <summary>身份证件号码.</summary>
    IdentityNumber,

    /// <summary>银行账号.</summary>
    BankAccount,
}
