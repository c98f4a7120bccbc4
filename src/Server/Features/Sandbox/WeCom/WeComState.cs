using HrBpm.Server.Database;
using HrBpm.Server.Features.Sandbox.WeCom;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Sandbox.WeCom
{
    /// <summary>A member of the stand-in's address book.</summary>
    internal sealed class WeComMember
    {
        public const int Active = 1, Disabled = 2;

        /// <summary>Lower case: WeCom compares ids without regard to case.</summary>
        public required string UserId { get; init; }

        public required string Name { get; init; }

        public int Status { get; set; } = Active;

        /// <summary>When the member was deleted, UTC; null while there.</summary>
        public DateTime? DeletedUtc { get; set; }
    }

    /// <summary>An external contact of a member.</summary>
    internal sealed class WeComCustomer
    {
        public required string ExternalUserId { get; init; }

        public required string OwnerUserId { get; set; }

        /// <summary>The how-manieth of the member who first had the customer, from 1: the settings say which of them refuse.</summary>
        public required int Number { get; init; }
    }

    /// <summary>The inheritance of one customer from one member by another.</summary>
    internal sealed class WeComTransfer
    {
        public const int Done = 1, Waiting = 2, Refused = 3, Capped = 4;

        public required string FromUserId { get; init; }

        public required string ToUserId { get; init; }

        public required string ExternalUserId { get; init; }

        public required DateTime StartedUtc { get; set; }

        /// <summary>Status that it will have when it is final.</summary>
        public required int Ending { get; set; }

        public bool IsFinal { get; set; }

        public int Status => IsFinal ? Ending : Waiting;
    }

    /// <summary>An access token that was given out.</summary>
    internal sealed class WeComToken
    {
        public required string Token { get; init; }

        /// <summary>True for the address book assistant's, false for the application's.</summary>
        public required bool IsForContacts { get; init; }

        public required DateTime ExpiresUtc { get; set; }
    }

    /// <summary>A message that was delivered.</summary>
    internal sealed class WeComMessage
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        /// <summary>Hash of everything that was sent, receivers included.</summary>
        public required string ContentHash { get; init; }

        public string? TaskId { get; init; }

        public required string Receivers { get; init; }

        /// <summary>The message as it was sent, JSON.</summary>
        public required string Body { get; init; }

        public required DateTime SentUtc { get; init; }
    }

    internal sealed class WeComStateMapping : IEntityTypeConfiguration<WeComMember>, IEntityTypeConfiguration<WeComCustomer>, IEntityTypeConfiguration<WeComTransfer>,
        IEntityTypeConfiguration<WeComToken>, IEntityTypeConfiguration<WeComMessage>
    {
        public void Configure(EntityTypeBuilder<WeComMember> builder)
        {
            builder.ToTable("sandbox_wecom_members").HasKey(m => m.UserId);
            builder.Property(m => m.UserId).HasMaxLength(64);
        }

        public void Configure(EntityTypeBuilder<WeComCustomer> builder)
        {
            builder.ToTable("sandbox_wecom_customers").HasKey(c => c.ExternalUserId);
            builder.Property(c => c.ExternalUserId).HasMaxLength(100);
            builder.HasIndex(c => c.OwnerUserId);
        }

        public void Configure(EntityTypeBuilder<WeComTransfer> builder)
        {
            builder.ToTable("sandbox_wecom_transfers").HasKey(t => new { t.FromUserId, t.ToUserId, t.ExternalUserId });
            builder.Ignore(t => t.Status);
            builder.HasIndex(t => t.ExternalUserId);
        }

        public void Configure(EntityTypeBuilder<WeComToken> builder) => builder.ToTable("sandbox_wecom_tokens").HasKey(t => t.Token);

        public void Configure(EntityTypeBuilder<WeComMessage> builder)
        {
            builder.ToTable("sandbox_wecom_messages");
            builder.HasIndex(m => m.TaskId).IsUnique();
            builder.HasIndex(m => m.ContentHash);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<WeComMember> WeComMembers => Set<WeComMember>();

        public DbSet<WeComCustomer> WeComCustomers => Set<WeComCustomer>();

        public DbSet<WeComTransfer> WeComTransfers => Set<WeComTransfer>();

        public DbSet<WeComToken> WeComTokens => Set<WeComToken>();

        public DbSet<WeComMessage> WeComMessages => Set<WeComMessage>();
    }
}
