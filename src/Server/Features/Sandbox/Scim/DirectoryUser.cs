using HrBpm.Server.Database;
using HrBpm.Server.Features.Sandbox.Scim;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Sandbox.Scim
{
    /// <summary>A user of the stand-in directory.</summary>
    internal sealed class DirectoryUser
    {
        public required string Id { get; init; }

        /// <summary>Lower case: user names are compared without regard to case (RFC 7643 section 4.1.1).</summary>
        public required string UserName { get; init; }

        public required string DisplayName { get; init; }

        public bool IsActive { get; set; } = true;

        public int Revision { get; set; } = 1;
    }

    internal sealed class DirectoryUserMapping : IEntityTypeConfiguration<DirectoryUser>
    {
        public void Configure(EntityTypeBuilder<DirectoryUser> builder)
        {
            builder.ToTable("sandbox_directory_users");
            builder.HasIndex(u => u.UserName).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<DirectoryUser> DirectoryUsers => Set<DirectoryUser>();
    }
}
