using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org.Fields
{
    /// <summary>A file that was uploaded for a field. Until an entity has it, only whoever uploaded it sees it.</summary>
    internal sealed class CustomFile : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid FieldId { get; init; }

        /// <summary>The entity that has it; null until one does, and from then on always the same.</summary>
        public Guid? SubjectId { get; set; }

        public required Guid UploadedById { get; init; }

        public required DateTime UploadedUtc { get; init; }

        public required string FileName { get; init; }

        public required string ContentType { get; init; }

        /// <summary>Lower-case hexadecimal SHA-256 of the content.</summary>
        public required string Sha256 { get; init; }

        public required byte[] Bytes { get; init; }
    }

    internal sealed class CustomFileMapping : IEntityTypeConfiguration<CustomFile>
    {
        public void Configure(EntityTypeBuilder<CustomFile> builder)
        {
            builder.ToTable("custom_files");
            builder.HasOne<CustomField>().WithMany().HasForeignKey(f => f.FieldId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(f => f.UploadedById).OnDelete(DeleteBehavior.Restrict);
            builder.Property(f => f.FileName).HasMaxLength(255);
            builder.Property(f => f.ContentType).HasMaxLength(255);
            builder.Property(f => f.Sha256).HasMaxLength(64);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<CustomFile> CustomFiles => Set<CustomFile>();
    }
}
