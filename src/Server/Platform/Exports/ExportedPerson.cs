using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform.Exports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Platform.Exports
{
    /// <summary>A row of a list that is about one person. Implemented so that it is no column.</summary>
    internal interface IAboutPerson
    {
        /// <summary>The person; null where this row is about nobody.</summary>
        Guid? AboutPersonId { get; }
    }

    /// <summary>That somebody took a list with a certain person in it as a file. The person may ask for it (个人信息保护法 art. 44).</summary>
    internal sealed class ExportedPerson : IBelongsToCompany
    {
        /// <summary>The person in the file.</summary>
        public required Guid PersonId { get; init; }

        /// <summary>The same for everybody in one file.</summary>
        public required Guid ExportId { get; init; }

        /// <summary>The company of the person, not of whoever took the file.</summary>
        public required Guid CompanyId { get; init; }

        /// <summary>Who took it.</summary>
        public required Guid ById { get; init; }

        public required DateTime AtUtc { get; init; }

        /// <summary>Name of the list.</summary>
        public required string List { get; init; }

        /// <summary>How many people were in the file.</summary>
        public required int People { get; init; }
    }

    internal sealed class ExportedPersonMapping : IEntityTypeConfiguration<ExportedPerson>
    {
        public void Configure(EntityTypeBuilder<ExportedPerson> builder)
        {
            builder.ToTable("exported_people");
            builder.HasKey(e => new { e.PersonId, e.ExportId });
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(e => e.PersonId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(e => e.List).HasMaxLength(40);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<ExportedPerson> ExportedPeople => Set<ExportedPerson>();
    }
}
