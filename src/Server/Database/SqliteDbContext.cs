using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Database;

/// <summary>Owns the migrations for SQLite, the embedded default for one machine.</summary>
internal sealed class SqliteDbContext(DbContextOptions<SqliteDbContext> options) : AppDbContext(options);
