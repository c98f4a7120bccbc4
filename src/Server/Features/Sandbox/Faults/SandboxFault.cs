using HrBpm.Server.Database;
using HrBpm.Server.Features.Sandbox;
using HrBpm.Server.Features.Sandbox.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Sandbox.Faults
{
    /// <summary>Ways in which a stand-in can fail.</summary>
    internal enum FaultKind
    {
        /// <summary>The answer comes late.</summary>
        Latency,

        /// <summary>HTTP 503; every other time only after the work was done, so that the caller cannot know.</summary>
        Http5xx,

        /// <summary>A WeCom errcode; nothing is done.</summary>
        Errcode,

        /// <summary>The credentials no longer count: WeCom's tokens have expired, the others answer 401.</summary>
        ExpiredToken,

        /// <summary>The work is done, but no answer ever comes.</summary>
        Timeout,

        /// <summary>The connection breaks off; nothing is done.</summary>
        Down,
    }

    /// <summary>An order to fail now and then. Which calls it hits depends on seed and counter alone.</summary>
    internal sealed class SandboxFault
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required SandboxSystem System { get; init; }

        public required FaultKind Kind { get; init; }

        /// <summary>For <see cref="FaultKind.Errcode"/>.</summary>
        public int? Errcode { get; init; }

        /// <summary>For <see cref="FaultKind.Latency"/>: how late.</summary>
        public TimeSpan Delay { get; init; }

        /// <summary>Share of the calls that it hits: 0 none, 1 all.</summary>
        public required double Rate { get; init; }

        /// <summary>When it ends, by the server's clock, UTC; null = when it is removed.</summary>
        public DateTime? UntilUtc { get; init; }

        public required int Seed { get; init; }

        /// <summary>Calls that it has looked at so far.</summary>
        public long Seen { get; set; }

        /// <summary>Calls that it has hit so far.</summary>
        public long Hits { get; set; }
    }

    internal sealed class SandboxFaultMapping : IEntityTypeConfiguration<SandboxFault>
    {
        public void Configure(EntityTypeBuilder<SandboxFault> builder) => builder.ToTable("sandbox_faults");
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<SandboxFault> SandboxFaults => Set<SandboxFault>();
    }
}
