using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org
{
    /// <summary>A place of a company, with the time and the language of the place.</summary>
    internal sealed class Branch : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required string Name { get; set; }

        /// <summary>IANA time zone, for example <c>Asia/Shanghai</c>. Working hours and HR dates of the branch are read in it.</summary>
        public required string TimeZoneId { get; set; }

        /// <summary>Language of what the branch sends, for example <c>zh-CN</c>.</summary>
        public required string Locale { get; set; }

        /// <summary>The day that it is here at this moment.</summary>
        public DateOnly DayOf(DateTime utc) => WorkingHour.DayOf(utc, TimeZoneId);
    }

    internal sealed class BranchMapping : IEntityTypeConfiguration<Branch>
    {
        public void Configure(EntityTypeBuilder<Branch> builder)
        {
            builder.ToTable("branches");
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(b => new { b.CompanyId, b.Name }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<Branch> Branches => Set<Branch>();
    }
}
