using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.WorkingTime;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.WorkingTime
{
    /// <summary>A working calendar of a company or of one of its branches, as somebody made it. A change is the next edition: what was counted by an earlier one can be seen for ever.</summary>
    internal sealed class CalendarEdition : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        /// <summary>The branch; null for the calendar of the company.</summary>
        public Guid? BranchId { get; init; }

        /// <summary>Whose calendar it is: the branch, else the company. Never null, so that two first editions cannot be.</summary>
        public required Guid HolderId { get; init; }

        /// <summary>1 for the first, then one more each time. The highest counts.</summary>
        public required int Number { get; init; }

        /// <summary>A <see cref="CalendarContent"/>, as JSON.</summary>
        public required string Content { get; init; }

        public required Guid MadeById { get; init; }

        public required DateTime MadeUtc { get; init; }
    }

    internal sealed class CalendarEditionMapping : IEntityTypeConfiguration<CalendarEdition>
    {
        public void Configure(EntityTypeBuilder<CalendarEdition> builder)
        {
            builder.ToTable("calendar_editions");
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Branch>().WithMany().HasForeignKey(r => r.BranchId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(r => new { r.HolderId, r.Number }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<CalendarEdition> CalendarEditions => Set<CalendarEdition>();
    }
}
