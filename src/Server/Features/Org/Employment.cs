using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org
{
    /// <summary>What a person does in a company, from one day to another.</summary>
    internal sealed class Employment : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid PersonId { get; init; }

        public required Guid BranchId { get; set; }

        public required Guid DepartmentId { get; set; }

        public required Guid PositionId { get; set; }

        /// <summary>The direct manager; null at the top.</summary>
        public Guid? ManagerId { get; set; }

        /// <summary>Somebody else whom the person reports to in a matter, for example a project.</summary>
        public Guid? DottedLineManagerId { get; set; }

        /// <summary>The HR business partner who looks after the person.</summary>
        public Guid? HrBpId { get; set; }

        /// <summary>First day.</summary>
        public required DateOnly From { get; set; }

        /// <summary>Last day; null while there is no end in sight.</summary>
        public DateOnly? Until { get; set; }

        /// <summary>Whether the person is employed on this day.</summary>
        public bool Covers(DateOnly day) => Days.Cover(From, Until, day);
    }

    internal sealed class EmploymentMapping : IEntityTypeConfiguration<Employment>
    {
        public void Configure(EntityTypeBuilder<Employment> builder)
        {
            builder.ToTable("employments");
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(e => e.PersonId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Branch>().WithMany().HasForeignKey(e => e.BranchId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Department>().WithMany().HasForeignKey(e => e.DepartmentId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Position>().WithMany().HasForeignKey(e => e.PositionId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(e => e.ManagerId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(e => e.DottedLineManagerId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(e => e.HrBpId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(e => new { e.PersonId, e.From }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<Employment> Employments => Set<Employment>();
    }
}
