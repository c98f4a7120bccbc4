using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox
{
    /// <summary>外出委托: whom somebody has named for the time in which they are away. Tasks that are made in that time go to that person.</summary>
    internal sealed class AwayDelegation : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid PersonId { get; init; }

        public required Guid DelegateId { get; init; }

        public required DateTime FromUtc { get; init; }

        /// <summary>The first moment at which it does not hold any more.</summary>
        public required DateTime UntilUtc { get; init; }

        /// <summary>Logical id of the definition whose flows it is for; null for all.</summary>
        public string? DefinitionId { get; init; }

        public required DateTime MadeUtc { get; init; }
    }

    internal sealed class AwayDelegationMapping : IEntityTypeConfiguration<AwayDelegation>
    {
        public void Configure(EntityTypeBuilder<AwayDelegation> builder)
        {
            builder.ToTable("away_delegations");
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(a => a.DelegateId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(a => a.DefinitionId).HasMaxLength(200);
            builder.HasIndex(a => new { a.PersonId, a.UntilUtc });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<AwayDelegation> AwayDelegations => Set<AwayDelegation>();
    }
}
