using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.WorkingTime;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.WorkingTime
{
    /// <summary>A person, or everybody in a department, works a shift from one day to another.</summary>
    internal sealed class ShiftAssignment : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid ShiftId { get; init; }

        /// <summary>Who works it; null when a department does.</summary>
        public Guid? PersonId { get; init; }

        /// <summary>The department, with all below it that have no shift of their own; null when a person works it.</summary>
        public Guid? DepartmentId { get; init; }

        /// <summary>First day.</summary>
        public required DateOnly From { get; init; }

        /// <summary>Last day; null while there is no end in sight.</summary>
        public DateOnly? Until { get; set; }

        /// <summary>English names of days of the week with commas between; null on the working days of the calendar.</summary>
        public string? OnDays { get; init; }

        /// <summary>Worked also when the calendar has a day off.</summary>
        public bool WorksOnHolidays { get; init; }

        /// <summary>The days of the week on which it is worked.</summary>
        public IReadOnlyList<DayOfWeek>? Weekdays => OnDays?.Split(',').Select(Enum.Parse<DayOfWeek>).ToList();

        /// <summary>The assignment as working time is counted with it.</summary>
        public ShiftTurn ToTurn(Shift shift) => new(shift, From, Until, Weekdays, WorksOnHolidays);
    }

    internal sealed class ShiftAssignmentMapping : IEntityTypeConfiguration<ShiftAssignment>
    {
        public void Configure(EntityTypeBuilder<ShiftAssignment> builder)
        {
            builder.ToTable("shift_assignments");
            builder.Ignore(a => a.Weekdays);
            builder.Property(a => a.OnDays).HasMaxLength(80);
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<ShiftRow>().WithMany().HasForeignKey(a => a.ShiftId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Cascade);
            builder.HasOne<Department>().WithMany().HasForeignKey(a => a.DepartmentId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(a => new { a.PersonId, a.From });
            builder.HasIndex(a => new { a.DepartmentId, a.From });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<ShiftAssignment> ShiftAssignments => Set<ShiftAssignment>();
    }
}
