using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using HrBpm.Server.Features.Inbox.AnswerFiles;
using HrBpm.Server.Platform.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox.AnswerFiles
{
    /// <summary>A file that was uploaded into an attachment field of a form. Until the form is sent, it is nobody's but the uploader's; what is never sent goes again.</summary>
    internal sealed class AnswerFile : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        /// <summary>The company of the flow.</summary>
        public required Guid CompanyId { get; init; }

        public required Guid UploadedById { get; init; }

        /// <summary>The flow whose form it is.</summary>
        public required string DefinitionId { get; init; }

        /// <summary>The task whose form it is; null for the form that the flow is started with.</summary>
        public Guid? TaskId { get; init; }

        /// <summary>The running flow; null while it is not started.</summary>
        public string? InstanceId { get; set; }

        /// <summary>Key of the form's field.</summary>
        public required string FieldKey { get; init; }

        public required string FileName { get; init; }

        /// <summary>As the uploader's browser names it; only ever sent back as a download.</summary>
        public required string ContentType { get; init; }

        /// <summary>In bytes.</summary>
        public required long Length { get; init; }

        /// <summary>Lower-case hexadecimal SHA-256 of the content, under which the content is kept.</summary>
        public required string Sha256 { get; init; }

        public required DateTime AtUtc { get; init; }

        /// <summary>When the form was sent with it; null while it was not.</summary>
        public DateTime? SentUtc { get; set; }

        /// <summary>As answers name it.</summary>
        public FileReference ToReference() => new(Id, FileName, Length, Sha256);
    }

    internal sealed class AnswerFileMapping : IEntityTypeConfiguration<AnswerFile>
    {
        public void Configure(EntityTypeBuilder<AnswerFile> builder)
        {
            builder.ToTable("answer_files");
            builder.Property(f => f.DefinitionId).HasMaxLength(128);
            builder.Property(f => f.InstanceId).HasMaxLength(64);
            builder.Property(f => f.FieldKey).HasMaxLength(100);
            builder.Property(f => f.FileName).HasMaxLength(255);
            builder.Property(f => f.ContentType).HasMaxLength(255);
            builder.Property(f => f.Sha256).HasMaxLength(64);
            builder.HasIndex(f => f.InstanceId);
            builder.HasIndex(f => new { f.UploadedById, f.SentUtc });
            builder.HasIndex(f => new { f.SentUtc, f.AtUtc });
            builder.HasOne<HumanTask>().WithMany().HasForeignKey(f => f.TaskId).OnDelete(DeleteBehavior.Cascade);
            builder.HasOne<StoredContent>().WithMany().HasForeignKey(f => new { f.CompanyId, f.Sha256 }).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<AnswerFile> AnswerFiles => Set<AnswerFile>();
    }
}
