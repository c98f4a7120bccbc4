using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Database;

public sealed class ModelTests
{
    [Fact]
    public void The_migrations_for_SQLite_match_the_model()
    {
        using var db = new SqliteDesignTime().CreateDbContext([]);
        db.Database.HasPendingModelChanges().ShouldBeFalse("Run tools/migrations.");
    }

    [Fact]
    public void The_migrations_for_PostgreSQL_match_the_model()
    {
        using var db = new PostgresDesignTime().CreateDbContext([]);
        db.Database.HasPendingModelChanges().ShouldBeFalse("Run tools/migrations.");
    }

    [Fact]
    public void Each_row_with_a_company_is_filtered_by_it()
    {
        using var db = new SqliteDesignTime().CreateDbContext([]);
        var owned = db.Model.GetEntityTypes().Where(e => typeof(IBelongsToCompany).IsAssignableFrom(e.ClrType)).ToList();

        owned.ShouldNotBeEmpty();
        owned.Where(e => e.GetDeclaredQueryFilters().All(f => f.Key != AppDbContext.CompanyFilter)).Select(e => e.ClrType.Name).ShouldBeEmpty();
    }

    [Fact]
    public void A_table_with_a_company_column_says_so_in_its_type()
    {
        using var db = new SqliteDesignTime().CreateDbContext([]);
        db.Model.GetEntityTypes()
            .Where(e => e.FindProperty(nameof(IBelongsToCompany.CompanyId)) is not null && !typeof(IBelongsToCompany).IsAssignableFrom(e.ClrType))
            .Select(e => e.ClrType.Name).ShouldBeEmpty();
    }
}
