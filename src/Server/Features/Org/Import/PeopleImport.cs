using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Org.Import
{
    /// <summary>How far an import is.</summary>
    internal enum ImportState
    {
        /// <summary>The file is here; nobody has said what its columns hold.</summary>
        Uploaded,

        /// <summary>Rows are being checked; nothing is changed.</summary>
        Checking,

        /// <summary>The report is there; nothing was changed.</summary>
        Checked,

        /// <summary>Rows are being written.</summary>
        Applying,

        /// <summary>All rows were written, but for those that the caller chose to leave out.</summary>
        Applied,

        /// <summary>Nothing was written, because of rows with errors.</summary>
        Refused,

        /// <summary>Nothing was written, because of what <see cref="PeopleImport.Problem"/> says.</summary>
        Failed,

        /// <summary>Nobody applied it in time: the file, the decisions and the report are gone.</summary>
        Lapsed,
    }

    /// <summary>A file of people that is being imported, or was.</summary>
    internal sealed class PeopleImport : IBelongsToCompany, IVersioned
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        public required Guid UploadedById { get; init; }

        /// <summary>Who had it checked or applied last: what they may not do, the import does not either.</summary>
        public Guid? AskedById { get; set; }

        public required DateTime UploadedUtc { get; init; }

        public required string FileName { get; init; }

        /// <summary>Lower-case hexadecimal SHA-256 of the file.</summary>
        public required string Sha256 { get; init; }

        /// <summary>Which column holds which field, as JSON; null until somebody said so.</summary>
        public string? Mapping { get; set; }

        /// <summary>Rows with errors are left out, instead of keeping all others from being written.</summary>
        public bool SkipsRejected { get; set; }

        public ImportState State { get; set; }

        /// <summary>Percent of the work in this state.</summary>
        public int Progress { get; set; }

        public int Rows { get; set; }

        public int New { get; set; }

        public int Changed { get; set; }

        public int Unchanged { get; set; }

        public int Rejected { get; set; }

        /// <summary>How many rows have warnings; they count as new, changed or unchanged as well.</summary>
        public int Warned { get; set; }

        /// <summary>Why it failed.</summary>
        public string? Problem { get; set; }

        /// <summary>A process works on it until then; afterwards another one goes on.</summary>
        public DateTime? LeasedUntilUtc { get; set; }

        /// <summary>What the decisions in <see cref="ImportChunk"/> rest on; null while there are none. See <see cref="ImportBasis"/>.</summary>
        public string? Basis { get; set; }

        /// <summary>The report, packed: see <see cref="ImportReport"/>; null before there is one, and again after <see cref="ImportOptions.ReportsKept"/>.</summary>
        public byte[]? Report { get; set; }

        public int Version { get; set; }

        /// <summary>True while the server has something to do.</summary>
        public bool IsBusy => State is ImportState.Checking or ImportState.Applying;
    }

    /// <summary>The file of an import; gone once it was applied, or was not for <see cref="ImportOptions.UnappliedKept"/>.</summary>
    internal sealed class ImportedFile : IBelongsToCompany
    {
        /// <summary>Id of the import.</summary>
        public required Guid Id { get; init; }

        public required Guid CompanyId { get; init; }

        public required byte[] Bytes { get; init; }
    }

    internal sealed class PeopleImportMapping : IEntityTypeConfiguration<PeopleImport>, IEntityTypeConfiguration<ImportedFile>
    {
        public void Configure(EntityTypeBuilder<PeopleImport> builder)
        {
            builder.ToTable("people_imports");
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(i => i.State);
            builder.Ignore(i => i.IsBusy);
        }

        public void Configure(EntityTypeBuilder<ImportedFile> builder)
        {
            builder.ToTable("people_import_files");
            builder.HasOne<PeopleImport>().WithOne().HasForeignKey<ImportedFile>(f => f.Id).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<PeopleImport> PeopleImports => Set<PeopleImport>();

        public DbSet<ImportedFile> ImportedFiles => Set<ImportedFile>();
    }
}
