using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org
{
    /// <summary>A person holds a role for a company, or for one branch of it.</summary>
    internal sealed class RoleGrant : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid PersonId { get; init; }

        /// <summary>One of <see cref="HrBpm.Activities.Org.OrgRoles"/>.</summary>
        public required string Role { get; init; }

        /// <summary>The only branch that the role is held for; null for the whole company.</summary>
        public Guid? BranchId { get; init; }
    }

    internal sealed class RoleGrantMapping : IEntityTypeConfiguration<RoleGrant>
    {
        public void Configure(EntityTypeBuilder<RoleGrant> builder)
        {
            builder.ToTable("role_grants");
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(g => g.PersonId).OnDelete(DeleteBehavior.Cascade);
            builder.HasOne<Branch>().WithMany().HasForeignKey(g => g.BranchId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(g => new { g.CompanyId, g.Role });
            builder.HasIndex(g => new { g.PersonId, g.Role, g.BranchId }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();
    }
}
