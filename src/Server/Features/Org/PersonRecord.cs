using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org
{
    /// <summary>A person whom a company employs or employed.</summary>
    internal sealed class PersonRecord : ISearchable
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        /// <summary>The name as people write it, for example 张伟.</summary>
        public required string Name { get; set; }

        /// <summary>Unique in the company.</summary>
        public required string EmployeeNumber { get; init; }

        /// <summary>The name that the person signs in with, here and in the directory. Unique everywhere.</summary>
        public required string UserName { get; init; }

        public required string Email { get; set; }

        public string? Phone { get; set; }

        /// <summary>User id in WeCom, where the person has one.</summary>
        public string? WeComUserId { get; set; }

        /// <summary>Language in which the person wants to be written to, for example <c>en-GB</c>; null for that of the branch.</summary>
        public string? Locale { get; set; }

        /// <summary>The person's unionId in DingTalk, where they have one. It is the same in all applications of the company there.</summary>
        public string? DingTalkUnionId { get; set; }

        /// <inheritdoc />
        public IEnumerable<string> FoundUnder() =>
            [.. SearchWords.OfName(Name), .. SearchWords.OfNumber(EmployeeNumber), .. SearchWords.OfAccount(UserName), .. SearchWords.OfAccount(Email.Split('@')[0]), .. SearchWords.OfPhone(Phone)];
    }

    internal sealed class PersonRecordMapping : IEntityTypeConfiguration<PersonRecord>
    {
        public void Configure(EntityTypeBuilder<PersonRecord> builder)
        {
            builder.ToTable("people");
            builder.Property(p => p.Locale).HasMaxLength(35);
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(p => new { p.CompanyId, p.EmployeeNumber }).IsUnique();
            builder.HasIndex(p => p.UserName).IsUnique();
            builder.HasIndex(p => p.DingTalkUnionId);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<PersonRecord> People => Set<PersonRecord>();
    }
}
