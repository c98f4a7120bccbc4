using System.Text.Json;
using System.Text.Json.Serialization;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org
{
    /// <summary>A role that a company has made. One with the name of a role of the product stands in its place.</summary>
    internal sealed class CompanyRole : IBelongsToCompany, IVersioned
    {
        /// <summary>In characters.</summary>
        public const int LongestName = 64;

        private static readonly JsonSerializerOptions Names = new() { Converters = { new JsonStringEnumConverter() } };

        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required string Name { get; init; }

        /// <summary>JSON, as <see cref="Write"/> makes it.</summary>
        public required string Rights { get; set; }

        public int Version { get; set; }

        /// <summary>Rights as they are stored.</summary>
        public static string Write(IEnumerable<Right> rights) => JsonSerializer.Serialize(rights, Names);

        /// <summary>The rights that the role is made of.</summary>
        public IReadOnlyList<Right> ReadRights() => ReadRights(Rights);

        /// <summary>Rights as <see cref="Write"/> has made them.</summary>
        public static IReadOnlyList<Right> ReadRights(string json) => JsonSerializer.Deserialize<List<Right>>(json, Names)!;
    }

    internal sealed class CompanyRoleMapping : IEntityTypeConfiguration<CompanyRole>
    {
        public void Configure(EntityTypeBuilder<CompanyRole> builder)
        {
            builder.ToTable("roles");
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(r => r.Name).HasMaxLength(CompanyRole.LongestName);
            builder.HasIndex(r => new { r.CompanyId, r.Name }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<CompanyRole> CompanyRoles => Set<CompanyRole>();
    }
}
