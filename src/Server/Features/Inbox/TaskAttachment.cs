using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox
{
    /// <summary>A file that was attached to a task. Never changed.</summary>
    internal sealed class TaskAttachment : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid TaskId { get; init; }

        public required Guid UploadedById { get; init; }

        public required DateTime AtUtc { get; init; }

        public required string FileName { get; init; }

        /// <summary>As the uploader's browser names it; only ever sent back as a download.</summary>
        public required string ContentType { get; init; }

        /// <summary>In bytes.</summary>
        public required long Length { get; init; }

        /// <summary>Lower-case hexadecimal SHA-256 of the content, under which the content is kept.</summary>
        public required string Sha256 { get; init; }
    }

    /// <summary>The content of files, under its hash: the same file is kept once per company.</summary>
    internal sealed class StoredContent : IBelongsToCompany
    {
        public required Guid CompanyId { get; init; }

        /// <summary>Lower-case hexadecimal SHA-256 of <see cref="Bytes"/>.</summary>
        public required string Sha256 { get; init; }

        public required byte[] Bytes { get; init; }
    }

    internal sealed class TaskAttachmentMapping : IEntityTypeConfiguration<TaskAttachment>, IEntityTypeConfiguration<StoredContent>
    {
        public void Configure(EntityTypeBuilder<TaskAttachment> builder)
        {
            builder.ToTable("task_attachments");
            builder.Property(a => a.Sha256).HasMaxLength(64);
            builder.Property(a => a.FileName).HasMaxLength(255);
            builder.Property(a => a.ContentType).HasMaxLength(255);
            builder.HasOne<HumanTask>().WithMany().HasForeignKey(a => a.TaskId).OnDelete(DeleteBehavior.Cascade);
            builder.HasOne<StoredContent>().WithMany().HasForeignKey(a => new { a.CompanyId, a.Sha256 }).OnDelete(DeleteBehavior.Restrict);
        }

        public void Configure(EntityTypeBuilder<StoredContent> builder)
        {
            builder.ToTable("stored_contents");
            builder.HasKey(c => new { c.CompanyId, c.Sha256 });
            builder.Property(c => c.Sha256).HasMaxLength(64);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<TaskAttachment> TaskAttachments => Set<TaskAttachment>();

        public DbSet<StoredContent> StoredContents => Set<StoredContent>();
    }
}
