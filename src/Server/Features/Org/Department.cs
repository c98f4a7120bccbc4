using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org
{
    /// <summary>A department of a company, in a tree.</summary>
    internal sealed class Department : ISearchable
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        /// <summary>The department above; null at the top of the company.</summary>
        public Guid? ParentId { get; set; }

        public required string Name { get; set; }

        /// <summary>The person who heads it now; who did before is in <see cref="Structure.Headship"/>.</summary>
        public Guid? HeadId { get; set; }

        /// <summary>Its last day; null while it is open.</summary>
        public DateOnly? ClosedOn { get; set; }

        /// <summary>Ids of the departments from the top down to this one, each followed by a slash, so that a whole tree is found by its beginning.</summary>
        public required string Path { get; set; }

        /// <inheritdoc />
        public IEnumerable<string> FoundUnder() => SearchWords.OfName(Name);

        /// <summary>The path of a department below another.</summary>
        public static string PathUnder(Department? parent, Guid id) => $"{parent?.Path}{id:N}/";
    }

    internal sealed class DepartmentMapping : IEntityTypeConfiguration<Department>
    {
        public void Configure(EntityTypeBuilder<Department> builder)
        {
            builder.ToTable("departments");
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Department>().WithMany().HasForeignKey(d => d.ParentId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(d => d.HeadId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(d => d.HeadId);
            builder.HasIndex(d => new { d.CompanyId, d.Path }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<Department> Departments => Set<Department>();
    }
}
