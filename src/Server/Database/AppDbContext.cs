using System.Linq.Expressions;
using HrBpm.Server.Features.SignIn;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

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

    /// <summary>Checks that changes stay in the scope's company, and counts versions up. Saving does it by itself.</summary>
    public void PrepareChanges()
    {
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) continue;
            if (entry.Entity is IBelongsToCompany row) KeepInCompany(row);
            if (entry is { State: EntityState.Modified, Entity: IVersioned versioned }) versioned.Version++;
        }
    }

    private void KeepInCompany(IBelongsToCompany row)
    {
        if (row.CompanyId == Guid.Empty)
            throw new InvalidOperationException($"Expected each row to belong to a company, but this {row.GetType().Name} has none.");
        if (CompanyId is { } own && row.CompanyId != own)
            throw new InvalidOperationException($"Expected changes in company {own} only, but this {row.GetType().Name} belongs to {row.CompanyId}.");
    }
}
