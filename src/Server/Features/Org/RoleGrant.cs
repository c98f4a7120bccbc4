using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org
{
    /// <summary>A person holds a role for a company, or for one branch of it, from one day to another. It is kept when it is over, because who was responsible is asked for years later.</summary>
    internal sealed class RoleGrant : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid PersonId { get; init; }

        /// <summary>A role of the product (<see cref="HrBpm.Activities.Org.OrgRoles"/>) or of the company.</summary>
        public required string Role { get; init; }

        /// <summary>The only branch that the role is held for; null for the whole company.</summary>
        public Guid? BranchId { get; init; }

        /// <summary>First day; null for one that counts from the beginning.</summary>
        public DateOnly? From { get; init; }

        /// <summary>Last day; null while there is no end in sight.</summary>
        public DateOnly? Until { get; init; }

        /// <summary>When somebody took it back, which counts at once.</summary>
        public DateTime? RevokedUtc { get; set; }

        /// <summary>Whether the role is held on this day.</summary>
        public bool Covers(DateOnly day) => RevokedUtc is null && Days.Cover(From, Until, day);
    }

    internal sealed class RoleGrantMapping : IEntityTypeConfiguration<RoleGrant>
    {
        public void Configure(EntityTypeBuilder<RoleGrant> builder)
        {
            builder.ToTable("role_grants");
            builder.Property(g => g.Role).HasMaxLength(CompanyRole.LongestName);
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(g => g.PersonId).OnDelete(DeleteBehavior.Cascade);
            builder.HasOne<Branch>().WithMany().HasForeignKey(g => g.BranchId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(g => new { g.CompanyId, g.Role });
            builder.HasIndex(g => new { g.PersonId, g.Role });
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
