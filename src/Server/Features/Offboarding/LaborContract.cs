using HrBpm.Server.Database;
using HrBpm.Server.Features.Offboarding;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Offboarding
{
    /// <summary>劳动合同: the term that a person and a company agreed on.</summary>
    internal sealed class LaborContract : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid PersonId { get; init; }

        /// <summary>First day.</summary>
        public required DateOnly From { get; init; }

        /// <summary>Last day; null for a contract without term.</summary>
        public DateOnly? To { get; init; }
    }

    internal sealed class LaborContractMapping : IEntityTypeConfiguration<LaborContract>
    {
        public void Configure(EntityTypeBuilder<LaborContract> builder)
        {
            builder.ToTable("labor_contracts");
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(c => new { c.PersonId, c.From }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<LaborContract> LaborContracts => Set<LaborContract>();
    }
}
