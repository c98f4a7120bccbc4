using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.Scenarios;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Workflows.Scenarios
{
    /// <summary>A dry run that a company has kept for one of its flows. Each later version has to go the same way, or whoever publishes it says that it shall not.</summary>
    internal sealed class FlowScenario : IBelongsToCompany
    {
        /// <summary>Largest scenario, in characters of JSON.</summary>
        public const int Largest = 512 * 1024;

        /// <summary>Most scenarios of one flow: each is run at every publish.</summary>
        public const int MostPerFlow = 50;

        public required Guid Id { get; init; }

        public required Guid CompanyId { get; init; }

        public required string DefinitionId { get; init; }

        /// <summary>What it shows; unique in the flow.</summary>
        public required string Name { get; init; }

        /// <summary>Start, acts and outcome, JSON; people are samples in it.</summary>
        public required string Json { get; set; }

        public required DateTime UpdatedUtc { get; set; }

        /// <summary>Concurrency token, one more with each change.</summary>
        public int Version { get; set; }
    }

    internal sealed class FlowScenarioMapping : IEntityTypeConfiguration<FlowScenario>
    {
        public void Configure(EntityTypeBuilder<FlowScenario> builder)
        {
            builder.ToTable("flow_scenarios");
            builder.Property(s => s.DefinitionId).HasMaxLength(128);
            builder.Property(s => s.Name).HasMaxLength(200);
            builder.Property(s => s.Version).IsConcurrencyToken();
            builder.HasIndex(s => new { s.CompanyId, s.DefinitionId, s.Name }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<FlowScenario> FlowScenarios => Set<FlowScenario>();
    }
}
