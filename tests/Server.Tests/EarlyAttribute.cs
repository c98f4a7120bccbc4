using HrBpm.Server.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(EarlyFirst))]

namespace HrBpm.Server.Tests;

/// <summary>A class whose tests take long one after another: it begins first, so that the machine does not wait for it alone in the end.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EarlyAttribute : Attribute;

/// <summary>Classes that are <see cref="EarlyAttribute"/> before all others, whose order stays by chance.</summary>
public sealed class EarlyFirst : ITestCollectionOrderer
{
    /// <inheritdoc />
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections) where TTestCollection : ITestCollection
    {
        var early = testCollections.Where(IsEarly).ToList();
        return [.. early, .. DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections).Except(early)];
    }

    // A collection is a class, and its name tells which.
    private static bool IsEarly<TTestCollection>(TTestCollection collection) where TTestCollection : ITestCollection =>
        AppDomain.CurrentDomain.GetAssemblies().Where(a => a.FullName!.StartsWith("HrBpm", StringComparison.Ordinal))
            .Any(a => collection.TestCollectionDisplayName.Split(' ').Any(word => a.GetType(word)?.IsDefined(typeof(EarlyAttribute), inherit: false) == true));
}
