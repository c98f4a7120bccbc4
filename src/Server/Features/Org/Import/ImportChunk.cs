using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org.Import
{
    /// <summary>Some rows of an import that were decided about. Whoever goes on with the import begins behind them. Gone with the file.</summary>
    internal sealed class ImportChunk : IBelongsToCompany
    {
        public required Guid ImportId { get; init; }

        /// <summary>Counted from 0; each but the last has <see cref="DecidedRows.RowsInChunk"/> rows.</summary>
        public required int Number { get; init; }

        public required Guid CompanyId { get; init; }

        /// <summary>The decisions, packed: see <see cref="DecidedRows"/>.</summary>
        public required byte[] Rows { get; set; }
    }

    internal sealed class ImportChunkMapping : IEntityTypeConfiguration<ImportChunk>
    {
        public void Configure(EntityTypeBuilder<ImportChunk> builder)
        {
            builder.ToTable("people_import_chunks");
            builder.HasKey(c => new { c.ImportId, c.Number });
            builder.HasOne<PeopleImport>().WithMany().HasForeignKey(c => c.ImportId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<ImportChunk> ImportChunks => Set<ImportChunk>();
    }
}
