using HrBpm.Server.Database;
using HrBpm.Server.Features.Signatures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Signatures
{
    /// <summary>A company's own certificate authority.</summary>
    internal sealed class CertificateAuthority : IBelongsToCompany
    {
        public Guid CompanyId { get; init; }

        /// <summary>The self-signed root, DER.</summary>
        public byte[] Certificate { get; init; } = [];

        /// <summary>Its private key, encrypted (<see cref="Platform.PrivateKeys"/>).</summary>
        public byte[] ProtectedKey { get; init; } = [];
    }

    /// <summary>A person's certificate, issued when the person signs for the first time, or again when it nears its end or the name has changed.</summary>
    internal sealed class SigningCertificate : IBelongsToCompany
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public Guid CompanyId { get; init; }

        public Guid PersonId { get; init; }

        /// <summary>The certificate, DER.</summary>
        public byte[] Certificate { get; init; } = [];

        /// <summary>Its private key, encrypted (<see cref="Platform.PrivateKeys"/>).</summary>
        public byte[] ProtectedKey { get; init; } = [];

        public string Subject { get; init; } = "";

        public DateTime NotAfterUtc { get; init; }
    }

    internal sealed class CertificateMapping : IEntityTypeConfiguration<CertificateAuthority>, IEntityTypeConfiguration<SigningCertificate>
    {
        public void Configure(EntityTypeBuilder<CertificateAuthority> builder)
        {
            builder.ToTable("certificate_authorities");
            builder.HasKey(a => a.CompanyId);
        }

        public void Configure(EntityTypeBuilder<SigningCertificate> builder)
        {
            builder.ToTable("signing_certificates");
            builder.HasIndex(c => new { c.PersonId, c.NotAfterUtc });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<CertificateAuthority> CertificateAuthorities => Set<CertificateAuthority>();

        public DbSet<SigningCertificate> SigningCertificates => Set<SigningCertificate>();
    }
}
