using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org.Fields
{
    /// <summary>A field that a company has added to one of its entities.</summary>
    internal sealed class CustomField : IBelongsToCompany, IVersioned
    {
        private (string Json, FieldShape Shape)? read;

        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required FieldEntity Entity { get; init; }

        /// <summary>By what programs, files and flows know it; unique for the entity in the company, also among retired fields.</summary>
        public required string Key { get; init; }

        public required CustomFieldKind Kind { get; set; }

        public required string LabelZh { get; set; }

        public required string LabelEn { get; set; }

        /// <summary>What people should know who fill it in.</summary>
        public string? Help { get; set; }

        public bool IsRequired { get; set; }

        /// <summary>No two of the company's entities have the same value.</summary>
        public bool IsUnique { get; set; }

        /// <summary>People are found by its values.</summary>
        public bool IsSearchable { get; set; }

        /// <summary>Its values are encrypted at rest; they are in no file and in no flow.</summary>
        public bool IsSecret { get; set; }

        /// <summary>Who sees it: those who have the permission for this kind of data.</summary>
        public FieldKind SeenAs { get; set; }

        /// <summary>Who changes it: those who may change the entity, see the field and have the permission for this kind of data.</summary>
        public FieldKind ChangedAs { get; set; }

        /// <summary>Place among the others; of the same place, the older first.</summary>
        public int Position { get; set; }

        /// <summary>A <see cref="FieldShape"/> as JSON.</summary>
        public required string ShapeJson { get; set; }

        /// <summary>Since when it is out of use; its values are kept, and shown nowhere.</summary>
        public DateTime? RetiredUtc { get; set; }

        public int Version { get; set; }

        /// <summary>What its values have to be.</summary>
        public FieldShape Shape
        {
            get
            {
                if (read is not { } known || known.Json != ShapeJson) read = known = (ShapeJson, FieldShape.Read(ShapeJson));
                return known.Shape;
            }
        }

        /// <summary>How problems name it.</summary>
        public string Name => $"custom.{Key}";
    }

    internal sealed class CustomFieldMapping : IEntityTypeConfiguration<CustomField>
    {
        public void Configure(EntityTypeBuilder<CustomField> builder)
        {
            builder.ToTable("custom_fields");
            builder.HasOne<Company>().WithMany().HasForeignKey(f => f.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(f => f.Key).HasMaxLength(FieldDefinition.LongestKey);
            builder.Property(f => f.LabelZh).HasMaxLength(FieldDefinition.LongestLabel);
            builder.Property(f => f.LabelEn).HasMaxLength(FieldDefinition.LongestLabel);
            builder.Property(f => f.Help).HasMaxLength(FieldDefinition.LongestHelp);
            builder.Ignore(f => f.Shape);
            builder.Ignore(f => f.Name);
            builder.HasIndex(f => new { f.CompanyId, f.Entity, f.Key }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<CustomField> CustomFields => Set<CustomField>();
    }
}
