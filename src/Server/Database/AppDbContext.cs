using System.Linq.Expressions;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Features.SignIn;
using HrBpm.Server.Features.SignIn.OAuth;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
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

    private Guid? GroupId => scope.GroupId;

    /// <summary>The companies that the database itself lets the context see; null for all of them.</summary>
    public IReadOnlyList<Guid>? PersonsCompanies => scope.PersonsCompanies;

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
        if (PrepareChanges().Any(e => e.Entity is ISearchable)) throw new InvalidOperationException("Expected people and departments to be saved by SaveChangesAsync, which keeps their search keys up.");
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc />
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        await SearchKeyUpkeep.FollowAsync(this, PrepareChanges(), cancellationToken);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
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
        if (await SearchKeyUpkeep.FollowAsync(this, changed, ct)) changed = EntriesToSave();
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
        if (!scope.Has(row.CompanyId))
            throw new InvalidOperationException($"Expected changes in company {CompanyId} only, but this {row.GetType().Name} belongs to {row.CompanyId}.");
    }

    // Entities make their own version 7 ids. If EF Core took a set key for a sign that the row exists, an entity added through a navigation would be updated, not inserted.
    private static void MakeKeysOurOwn(IMutableEntityType entity)
    {
        foreach (var key in entity.FindPrimaryKey()?.Properties ?? [])
            if (key.ClrType == typeof(Guid)) key.ValueGenerated = ValueGenerated.Never;
    }

    // A group has its companies below it, or one level further down. Without a group, the last part falls away while the statement is made.
    private LambdaExpression OnlyOwnCompany(Type entity)
    {
        Expression<Func<Guid, bool>> isInScope = company => CompanyId == null || company == CompanyId
            || (GroupId != null && Companies.Any(c => c.Id == company && (c.Id == GroupId || c.ParentId == GroupId || Companies.Any(p => p.Id == c.ParentId && p.ParentId == GroupId))));
        var row = Expression.Parameter(entity, "row");
        var own = Expression.Property(row, nameof(IBelongsToCompany.CompanyId));
        return Expression.Lambda(ReplacingExpressionVisitor.Replace(isInScope.Parameters[0], own, isInScope.Body), row);
    }

    private List<EntityEntry> EntriesToSave() => [.. ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)];

    private List<EntityEntry> PrepareChanges()
    {
        var changed = EntriesToSave();
        foreach (var entry in changed)
        {
            if (entry.Entity is IBelongsToCompany row) KeepInCompany(row);
            if (entry is { State: EntityState.Modified, Entity: IVersioned versioned }) entry.Property(nameof(IVersioned.Version)).CurrentValue = versioned.Version + 1;
        }

        return changed;
    }
}
