using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org.Search
{
    /// <summary>A text under which somebody or something is found: whoever types its beginning finds the subject.</summary>
    internal abstract class SearchKey : IBelongsToCompany
    {
        public required Guid CompanyId { get; init; }

        /// <summary>In lower case, see <see cref="SearchWords"/>.</summary>
        public required string Key { get; init; }

        public required Guid SubjectId { get; init; }
    }

    /// <summary>A text under which a person is found.</summary>
    internal sealed class PersonKey : SearchKey;

    /// <summary>A text under which a department is found.</summary>
    internal sealed class DepartmentKey : SearchKey;

    internal sealed class SearchKeyMapping : IEntityTypeConfiguration<PersonKey>, IEntityTypeConfiguration<DepartmentKey>
    {
        public void Configure(EntityTypeBuilder<PersonKey> builder) => Map(builder, "person_keys");

        public void Configure(EntityTypeBuilder<DepartmentKey> builder) => Map(builder, "department_keys");

        // No foreign key to the subject: checking it for each of a person's twenty keys would double the time of an import. Who removes the subject removes its keys.
        private static void Map<T>(EntityTypeBuilder<T> builder, string table) where T : SearchKey
        {
            builder.ToTable(table);
            builder.HasBaseType((Type?)null);
            builder.HasKey(k => new { k.CompanyId, k.Key, k.SubjectId });
            // Somebody's keys in their order: whether a person begins with a text is one look.
            builder.HasIndex(k => new { k.SubjectId, k.Key });
            builder.Property(k => k.Key).HasMaxLength(SearchWords.LongestKey);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<PersonKey> PersonKeys => Set<PersonKey>();

        public DbSet<DepartmentKey> DepartmentKeys => Set<DepartmentKey>();
    }
}
