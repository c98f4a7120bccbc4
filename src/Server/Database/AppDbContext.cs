using System.Linq.Expressions;
using HrBpm.Server.Features.SignIn;
using HrBpm.Server.Features.SignIn.OAuth;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>The one data model. Each feature adds its tables beside its entities: an <c>IEntityTypeConfiguration</c>, and the DbSet in a part of this class.</summary>
/// <remarks>A derived context per database owns that database's migrations, and nothing else.</remarks>
internal abstract partial class AppDbContext(DbContextOptions options) : IdentityUserContext<Account, Guid>(options)
{
    /// <summary>Name of the query filter that keeps companies apart, for the rare query that has to look across them.</summary>
    public const string CompanyFilter = "company";

    private CompanyScope scope = new();

    // A property of the context, because EF Core reads those anew for each query while it compiles the filter once.
    private Guid? CompanyId => scope.CompanyId;

    /// <summary>Puts the context into a scope. Contexts are pooled: each time that one is taken from the pool, it gets the scope that it works for.</summary>
    public AppDbContext In(CompanyScope taker)
    {
        scope = taker;
        return this;
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        base.ConfigureConventions(configuration);
        configuration.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();
        configuration.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict<OAuthClient, OAuthAuthorization, OAuthScope, OAuthToken, Guid>();
        builder.ApplyConfigurationsFromAssembly(typeof(AppDbContext).Assembly);
        foreach (var entity in builder.Model.GetEntityTypes().Where(e => !e.IsOwned()).ToList())
        {
            MakeKeysOurOwn(entity);
            if (typeof(IVersioned).IsAssignableFrom(entity.ClrType)) entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
            if (typeof(IBelongsToCompany).IsAssignableFrom(entity.ClrType)) entity.SetQueryFilter(CompanyFilter, OnlyOwnCompany(entity.ClrType));
        }
    }

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        PrepareChanges();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc />
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        PrepareChanges();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>Saves all changes within the open transaction and commits it; in one round trip where the rows can be written as they are. Nothing is tracked afterwards.</summary>
    /// <param name="open">The transaction of this context. It is over afterwards.</param>
    /// <param name="untracked">Rows to write beside those that the context tracks.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>True when the commit went past EF Core, so that its listeners did not hear of it.</returns>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else was faster; nothing is committed.</exception>
    public async Task<bool> SaveAndCommitAsync(IDbContextTransaction open, IReadOnlyList<RowWrite> untracked, CancellationToken ct)
    {
        var changed = PrepareChanges();
        var isPlain = RowSql.CanWrite(changed);
        if (!isPlain) await base.SaveChangesAsync(acceptAllChangesOnSuccess: true, ct);
        List<RowWrite> writes = [.. untracked, .. isPlain ? changed.Select(e => RowSql.For(e.Metadata).Write(e)) : []];
        writes.Sort((a, b) => a.Kind.CompareTo(b.Kind));
        ChangeTracker.Clear();
        if (Database.GetDbConnection() is NpgsqlConnection connection)
        {
            await PostgresRows.CommitAsync(connection, writes, ct);
            return true;
        }

        await SqliteRows.WriteAsync((SqliteTransaction)open.GetDbTransaction(), writes, ct);
        await open.CommitAsync(ct);
        return false;
    }

    /// <summary>Fails when the scope must not write the row.</summary>
    public void KeepInCompany(IBelongsToCompany row)
    {
        if (row.CompanyId == Guid.Empty)
            throw new InvalidOperationException($"Expected each row to belong to a company, but this {row.GetType().Name} has none.");
        if (CompanyId is { } own && row.CompanyId != own)
            throw new InvalidOperationException($"Expected changes in company {own} only, but this {row.GetType().Name} belongs to {row.CompanyId}.");
    }

    // Entities make their own version 7 ids. If EF Core took a set key for a sign that the row exists, an entity added through a navigation would be updated, not inserted.
    private static void MakeKeysOurOwn(IMutableEntityType entity)
    {
        foreach (var key in entity.FindPrimaryKey()?.Properties ?? [])
            if (key.ClrType == typeof(Guid)) key.ValueGenerated = ValueGenerated.Never;
    }

    private LambdaExpression OnlyOwnCompany(Type entity)
    {
        var row = Expression.Parameter(entity, "row");
        var scoped = Expression.Property(Expression.Constant(this, typeof(AppDbContext)), nameof(CompanyId));
        var own = Expression.Convert(Expression.Property(row, nameof(IBelongsToCompany.CompanyId)), typeof(Guid?));
        return Expression.Lambda(Expression.OrElse(Expression.Equal(scoped, Expression.Constant(null, typeof(Guid?))), Expression.Equal(own, scoped)), row);
    }

    private List<EntityEntry> PrepareChanges()
    {
        var changed = ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        foreach (var entry in changed)
        {
            if (entry.Entity is IBelongsToCompany row) KeepInCompany(row);
            if (entry is { State: EntityState.Modified, Entity: IVersioned versioned }) entry.Property(nameof(IVersioned.Version)).CurrentValue = versioned.Version + 1;
        }

        return changed;
    }
}
