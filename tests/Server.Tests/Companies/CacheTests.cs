using System.Collections.Concurrent;
using System.Reflection;
using HrBpm.Activities.Evidence;
using HrBpm.Workflows;
using Microsoft.Extensions.Caching.Memory;

namespace HrBpm.Server.Tests.Companies;

/// <summary>What a process remembers beyond a request must not become another company's. Elsa #7317 was such a cache.</summary>
public sealed class CacheTests
{
    // By what each is keyed, and why that is the same in no two companies, or tells nothing of any.
    private static readonly Dictionary<string, string> Known = new()
    {
        ["ActivityTexts.Read"] = "Assembly and language: texts of the product.",
        ["OpenedKeys.keys"] = "Id of a key, which is one company's.",
        ["DatabaseSetup.CompiledQueries"] = "A query and the shape of its parameters: how it is asked, nothing that was answered.",
        ["ExportRoutes.routes"] = "A route of the product.",
        ["ListColumns.Known"] = "A list and the type of its rows: columns of the product.",
        ["OpenedFlowKeys.keys"] = "Id of a key, which is one instance's.",
        ["ProviderDirectory.known"] = "Id of a company, and the address of its provider.",
        ["ScanCodes.given"] = "A random code of the sandbox's scan page.",
        ["FlowPlan._shapes"] = "A part of one graph: it belongs to that graph.",
        ["GraphCache._graphs"] = "Id of a version, which is one company's or everybody's; and the JSON is compared.",
        ["ImportProgress.percents"] = "Id of an import, which is one company's.",
        ["JobWorker.running"] = "Id of a job, which is one company's.",
        ["Kept.<Cache>k__BackingField"] = "Id of an instance that was found in the caller's company.",
        ["MigrateDatabase.Known"] = "A kind of database: migrations of the product.",
        ["Made.byContent"] = "Hash of the answer itself.",
        ["Seen.<ByVersionId>k__BackingField"] = "Id of a version.",
        ["KnownVersions.byId"] = "Id of a version; whose it is, is asked first.",
        ["PlayPeople.sessions"] = "A user name, in the demo's own process.",
        ["PostgresRows.Checked"] = "A connection string: that a setting was looked at.",
        ["RowSql.updates"] = "Columns of a table: SQL text.",
        ["RowSql.sets"] = "Columns of a table: SQL text.",
        ["SourceCache`1.young"] = "Text of an expression: its syntax tree.",
        ["SourceCache`1.old"] = "Text of an expression: its syntax tree.",
        ["WeComTokens._slots"] = "The secret that the token was given for.",
        ["WitnessFiles.seen"] = "Id of a company.",
    };

    [Fact]
    public void Each_cache_is_keyed_by_what_is_the_same_in_no_two_companies()
    {
        Type[] kinds = [typeof(ConcurrentDictionary<,>), typeof(IMemoryCache)];
        var found =
            from assembly in (Assembly[])[typeof(HrBpmHost).Assembly, typeof(WorkflowRuntime).Assembly, typeof(IAuditTrail).Assembly]
            from type in assembly.GetTypes()
            from field in type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where kinds.Any(kind => field.FieldType.IsGenericType ? field.FieldType.GetGenericTypeDefinition() == kind : kind.IsAssignableFrom(field.FieldType))
            where !type.Name.StartsWith('<')
            select $"{type.Name}.{field.Name}";

        found.Distinct().Order(StringComparer.Ordinal).ShouldBe(Known.Keys.Order(StringComparer.Ordinal), "Say here by what a new cache is keyed.");
    }
}
