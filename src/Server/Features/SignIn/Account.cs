using HrBpm.Server.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.SignIn;

/// <summary>What a person signs in with. Its id is its own; a person has at most one.</summary>
internal sealed class Account : IdentityUser<Guid>, IBelongsToCompany
{
    public Guid CompanyId { get; init; }

    public Guid PersonId { get; init; }

    /// <summary>When the account was disabled for good, for example because its person left; null while it can be used.</summary>
    public DateTime? DisabledUtc { get; set; }
}

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts");
        builder.HasIndex(a => a.PersonId).IsUnique();
    }
}
