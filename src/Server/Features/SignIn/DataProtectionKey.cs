using System.Xml.Linq;
using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.SignIn
{
    /// <summary>A key that cookies are protected with. In the database, so that sessions survive a restart and any process of a cluster can read them.</summary>
    internal sealed class DataProtectionKey
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required string Name { get; init; }

        public required string Xml { get; init; }
    }

    internal sealed class DataProtectionKeyMapping : IEntityTypeConfiguration<DataProtectionKey>
    {
        public void Configure(EntityTypeBuilder<DataProtectionKey> builder) => builder.ToTable("data_protection_keys");
    }

    /// <summary>Where ASP.NET Core keeps the keys. Its interface is synchronous: keys are read once in a long while.</summary>
    internal sealed class DatabaseKeys(IServiceScopeFactory scopes) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements()
        {
            using var scope = scopes.CreateScope();
            return [.. scope.ServiceProvider.GetRequiredService<AppDbContext>().DataProtectionKeys.AsNoTracking().Select(k => k.Xml).AsEnumerable().Select(XElement.Parse)];
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            db.Add(new DataProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
            db.SaveChanges();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
    }
}
