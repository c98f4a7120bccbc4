using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Org.Search;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Database;

/// <summary>Owns the migrations for PostgreSQL, which any number of server processes may share.</summary>
internal sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : AppDbContext(options)
{
    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // What begins with a text is a range only in the order of bytes, which is SQLite's order anyway.
        builder.Entity<PersonKey>().Property(k => k.Key).UseCollation("C");
        builder.Entity<DepartmentKey>().Property(k => k.Key).UseCollation("C");
        builder.Entity<CustomKey>().Property(k => k.Key).UseCollation("C");
    }
}
