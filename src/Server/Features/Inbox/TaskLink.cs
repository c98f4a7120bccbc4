using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox
{
    /// <summary>A way to one task for one person without signing in, for somebody whose account is disabled. It expires, and completing the task uses it up.</summary>
    internal sealed class TaskLink : IBelongsToCompany, IVersioned
    {
        private const int TokenBytes = 32;

        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid TaskId { get; init; }

        public required Guid PersonId { get; init; }

        /// <summary>Lower-case hexadecimal SHA-256 of the token. The token itself is shown once and kept nowhere.</summary>
        public required string TokenSha256 { get; set; }

        public required Guid MadeById { get; init; }

        public required string Reason { get; init; }

        public required DateTime MadeUtc { get; init; }

        public required DateTime ExpiresUtc { get; init; }

        public DateTime? UsedUtc { get; set; }

        public int Version { get; set; }

        /// <summary>Why it cannot be followed; null when it can.</summary>
        public Refusal? WhyNot(DateTime nowUtc) => UsedUtc is { } used
            ? new("task-links.used", $"Expected a link that was not used yet, but its task was done with it on {used:yyyy-MM-dd} at {used:HH:mm} UTC.")
            : nowUtc >= ExpiresUtc
                ? new("task-links.expired", $"Expected a link that still works, but it expired on {ExpiresUtc:yyyy-MM-dd} at {ExpiresUtc:HH:mm} UTC.")
                : null;

        /// <summary>A fresh token of 256 random bits, safe in an address.</summary>
        public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

        public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }

    internal sealed class TaskLinkMapping : IEntityTypeConfiguration<TaskLink>
    {
        public void Configure(EntityTypeBuilder<TaskLink> builder)
        {
            builder.ToTable("task_links");
            builder.Property(l => l.TokenSha256).HasMaxLength(64);
            builder.HasIndex(l => l.TokenSha256).IsUnique();
            builder.HasOne<HumanTask>().WithMany().HasForeignKey(l => l.TaskId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<TaskLink> TaskLinks => Set<TaskLink>();
    }
}
