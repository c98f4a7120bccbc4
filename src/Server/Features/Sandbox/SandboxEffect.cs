using HrBpm.Server.Database;
using HrBpm.Server.Features.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Sandbox
{
    /// <summary>Something that really changed in a stand-in, once per change. What was asked for twice but done once is here once.</summary>
    internal sealed class SandboxEffect
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required SandboxSystem System { get; init; }

        /// <summary>What happened, for example <c>memberDisabled</c>.</summary>
        public required string Kind { get; init; }

        /// <summary>To whom or what.</summary>
        public required string Subject { get; init; }

        public required DateTime AtUtc { get; init; }
    }

    /// <summary>The systems that have a stand-in.</summary>
    internal enum SandboxSystem
    {
        WeCom,
        Scim,
        Payroll,
        DingTalk,
    }

    internal sealed class SandboxEffectMapping : IEntityTypeConfiguration<SandboxEffect>
    {
        public void Configure(EntityTypeBuilder<SandboxEffect> builder)
        {
            builder.ToTable("sandbox_effects");
            builder.Property(e => e.Kind).HasMaxLength(40);
            builder.Property(e => e.Subject).HasMaxLength(300);
            builder.HasIndex(e => new { e.System, e.Kind, e.Subject });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<SandboxEffect> SandboxEffects => Set<SandboxEffect>();
    }
}
