using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Workflows.Editing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows.Editing
{
    /// <summary>A page that has a definition open. It is there while the page is connected, whichever server process it is connected to.</summary>
    internal sealed class OpenFlow : IBelongsToCompany
    {
        /// <summary>How long a page counts as there after its server has last said so: longer than two times of <see cref="SaidEvery"/>, so that only a server that died is silent for so long.</summary>
        public static readonly TimeSpan Stays = TimeSpan.FromSeconds(45);

        /// <summary>How often a server says which pages are connected to it.</summary>
        public static readonly TimeSpan SaidEvery = TimeSpan.FromSeconds(15);

        /// <summary>The connection's id.</summary>
        public required string Id { get; init; }

        public required Guid CompanyId { get; init; }

        public required string DefinitionId { get; init; }

        public required Guid PersonId { get; init; }

        /// <summary>The person has begun to change it.</summary>
        public bool IsEditing { get; set; }

        public required DateTime OpenedUtc { get; init; }

        /// <summary>When its server said last that it is connected.</summary>
        public DateTime SeenUtc { get; set; }
    }

    internal sealed class OpenFlowMapping : IEntityTypeConfiguration<OpenFlow>
    {
        public void Configure(EntityTypeBuilder<OpenFlow> builder)
        {
            builder.ToTable("open_flows");
            builder.Property(f => f.Id).HasMaxLength(64);
            builder.Property(f => f.DefinitionId).HasMaxLength(128);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(f => f.PersonId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(f => new { f.CompanyId, f.DefinitionId });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<OpenFlow> OpenFlows => Set<OpenFlow>();
    }
}
