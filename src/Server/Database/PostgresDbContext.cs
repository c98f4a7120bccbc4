using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Database;

/// <summary>Owns the migrations for PostgreSQL, which any number of server processes may share.</summary>
internal sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : AppDbContext(options);
