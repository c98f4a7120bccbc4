using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Tests.Conformance;

/// <summary>One recorded case: what to do, and what Elsa did. The format is described in <c>cases/README.md</c>.</summary>
internal sealed class ElsaCase(string folder)
{
    private readonly JsonObject _source = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "case.json")))!;

    /// <summary>Folder of the cases: <c>ELSA_CASES</c>, or those beside the tests.</summary>
    public static string Root => Environment.GetEnvironmentVariable("ELSA_CASES") is { Length: > 0 } other ? other : OwnRoot;

    public static bool IsOwnRoot => Root == OwnRoot;

    public static IEnumerable<string> Names => Directory.GetDirectories(Root).Where(d => File.Exists(Path.Combine(d, "case.json"))).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal);

    public static ElsaCase Named(string name) => new(Path.Combine(Root, name));

    public IEnumerable<string> Definitions => ((JsonArray)_source["definitions"]!).Select(d => d!.GetValue<string>());

    public IReadOnlyList<JsonObject> Steps => [.. ((JsonArray)_source["steps"]!).OfType<JsonObject>()];

    public bool IsOrdered => _source["ordered"]?.GetValue<bool>() ?? true;

    /// <summary>False for a case that Elsa itself cannot run in token mode.</summary>
    public bool HasTokenExpectation => _source["tokenQuirk"] is null;

    public IReadOnlyList<JsonObject> Expected(bool usesTokens) =>
        [.. ((JsonArray)(usesTokens ? _source["expectToken"] ?? _source["expect"] : _source["expect"])!).OfType<JsonObject>()];

    public string Read(string file) => File.ReadAllText(Path.Combine(folder, file));

    public static string OwnRoot { get; } = FindOwnRoot();

    private static string FindOwnRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "HrBpm.sln"))) at = at.Parent!;
        return Path.Combine(at.FullName, "tests", "Workflows.Tests", "Conformance", "cases");
    }
}
