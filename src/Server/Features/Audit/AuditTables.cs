using HrBpm.Server.Features.Audit;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Database;

internal abstract partial class AppDbContext
{
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditLog> AuditLogs => Set<AuditLog>();

    public DbSet<SealedEntry> SealedEntries => Set<SealedEntry>();

    public DbSet<AuditCheckpoint> AuditCheckpoints => Set<AuditCheckpoint>();
}
