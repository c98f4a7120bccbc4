using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Database;

/// <summary>EF Core compiles a query once, as long as it remembers it.</summary>
public sealed class CompiledQueryTests
{
    // As many as tests of the whole product ask, three times over; each counts twice, as a query and as its SQL.
    private const int Queries = 3 * 2 * 1200;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_query_of_the_product_is_remembered(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);

        var remembered = await server.InScopeAsync(s =>
        {
            var cache = s.GetRequiredService<AppDbContext>().GetService<IMemoryCache>();
            // As large as EF Core says that a query is.
            for (var n = 0; n < Queries; n++) cache.Set(KeyOf(n), n, new MemoryCacheEntryOptions { Size = 10 });
            var found = Enumerable.Range(0, Queries).Count(n => cache.TryGetValue(KeyOf(n), out _));
            for (var n = 0; n < Queries; n++) cache.Remove(KeyOf(n));
            return Task.FromResult(found);
        });

        remembered.ShouldBe(Queries);
    }

    private static string KeyOf(int n) => $"{nameof(CompiledQueryTests)} {n}";
}
