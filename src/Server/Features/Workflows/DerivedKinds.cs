using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Which kinds of data the values of a definition may hold, by their names and by where they come from: what a script puts the salary into is pay too, whatever it is called.</summary>
/// <remarks>Read from the definition, without running it and regardless of order: a value has the kinds of its own name, and of everything that the expression which gives it mentions, through any number of
/// variables. Where an expression does not say what it reads (<c>variables[name]</c>, the output of another activity) it may be anything that the definition holds. Too much may be hidden, and too little only
/// where a value leaves the definition: what another flow is started with has the kinds of its names there.</remarks>
internal sealed partial class DerivedKinds
{
    private static readonly ConditionalWeakTable<Graph, DerivedKinds> Known = [];
    private static readonly IReadOnlySet<FieldKind> None = new HashSet<FieldKind>();

    private readonly Graph graph;
    private readonly Dictionary<string, string> names = [];
    private readonly Dictionary<string, HashSet<FieldKind>> kinds = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<NodeInput, Script> scripts = new(ReferenceEqualityComparer.Instance);

    private DerivedKinds(Graph graph)
    {
        this.graph = graph;
        foreach (var variable in graph.Nodes.Values.SelectMany(n => n.Variables))
        {
            names[variable.Id] = variable.Name;
            Add(variable.Name, []);
        }

        foreach (var name in graph.Definition.Inputs.Concat(graph.Definition.Outputs)) Add(name, []);
        // Each round hands kinds on by one more step; there are only so many to hand on.
        while (graph.Nodes.Values.Any(Follow))
        {
        }
    }

    /// <summary>Of a definition. Worked out once for a graph.</summary>
    public static DerivedKinds? Of(Graph? graph) => graph is null ? null : Known.GetValue(graph, g => new DerivedKinds(g));

    /// <summary>Of a variable, or of an input or output of the workflow.</summary>
    /// <param name="name">Name, or id of a variable.</param>
    public IReadOnlySet<FieldKind> OfValue(string name) => kinds.GetValueOrDefault(names.GetValueOrDefault(name, name)) ?? None;

    /// <summary>Of an input of an activity.</summary>
    /// <param name="path">Path of its node.</param>
    /// <param name="input">Name of the input.</param>
    public IReadOnlySet<FieldKind> OfInput(string path, string input) =>
        graph.Nodes.GetValueOrDefault(path) is { } node && node.Inputs.FirstOrDefault(i => string.Equals(i.Key, input, StringComparison.OrdinalIgnoreCase)).Value is { } given ? Read(given).ToHashSet() : None;

    /// <summary>Of an output of an activity. Activities of the product name what they give; those of Elsa give what they were given.</summary>
    public IReadOnlySet<FieldKind> OfOutput(string path) =>
        graph.Nodes.GetValueOrDefault(path) is { } node && node.Type.StartsWith("Elsa.", StringComparison.Ordinal) ? ReadBy(node) : None;

    // True when something new became known.
    private bool Follow(Node node)
    {
        var read = ReadBy(node);
        var grew = false;
        foreach (var target in TargetsOf(node)) grew |= Add(target, read);
        return grew;
    }

    private HashSet<FieldKind> ReadBy(Node node) => [.. node.Inputs.Values.SelectMany(Read)];

    private IEnumerable<string> TargetsOf(Node node)
    {
        foreach (var captured in node.Captures.Values) yield return names.GetValueOrDefault(captured, captured);
        if (node.Source["variable"] is JsonObject variable && ((string?)variable["id"] ?? (string?)variable["name"]) is { } set) yield return names.GetValueOrDefault(set, set);
        if (node.Inputs.TryGetValue("outputName", out var output) && output.Expression?.Value is string name) yield return name;
        foreach (var script in node.Inputs.Values.Where(i => i.Expression?.Type == "JavaScript").Select(ScriptOf).Where(s => s.Sets))
            foreach (var known in kinds.Keys.Where(script.MaySet).ToList()) yield return known;
    }

    private IEnumerable<FieldKind> Read(NodeInput input)
    {
        if (input.Expression is not { Type: not "Literal" }) return [];
        var script = ScriptOf(input);
        return script.MayReadAnything ? kinds.Values.SelectMany(k => k) : script.Words.SelectMany(KindsOf);
    }

    // Each is asked for again and again, and does not change.
    private Script ScriptOf(NodeInput input)
    {
        if (!scripts.TryGetValue(input, out var script)) scripts[input] = script = new Script(TextOf(input));
        return script;
    }

    private IEnumerable<FieldKind> KindsOf(string word)
    {
        var bare = word.StartsWith("get", StringComparison.OrdinalIgnoreCase) ? word[3..] : word;
        if (HiddenValues.KindOf(word) is { } own) yield return own;
        foreach (var kind in (kinds.GetValueOrDefault(word) ?? kinds.GetValueOrDefault(bare) ?? kinds.GetValueOrDefault(names.GetValueOrDefault(word, word)))?.ToList() ?? []) yield return kind;
    }

    private bool Add(string name, IReadOnlyCollection<FieldKind> more)
    {
        if (!kinds.TryGetValue(name, out var known)) kinds[name] = known = HiddenValues.KindOf(name) is { } own ? [own] : [];
        var before = known.Count;
        known.UnionWith(more);
        return known.Count > before;
    }

    private static string TextOf(NodeInput input) => input.Expression?.Value switch
    {
        null => "",
        string text => text,
        JsonNode node => node.ToJsonString(),
        var other => Values.ToJson(Values.FromClr(other))?.ToJsonString() ?? "",
    };

    // What an expression mentions.
    private sealed class Script(string text)
    {
        private readonly bool isComputed = Computed().IsMatch(text);
        private readonly bool mentionsUnknown = Anything().IsMatch(text);

        public HashSet<string> Words { get; } = new(Word().Matches(text).Select(w => w.Value), StringComparer.OrdinalIgnoreCase);

        public bool MayReadAnything => isComputed || mentionsUnknown;

        public bool Sets { get; } = Setting().IsMatch(text);

        // What a script that sets variables mentions, or might mean, may be what it sets.
        public bool MaySet(string name) => Sets && (isComputed || Words.Contains(name) || Words.Contains("set" + name));
    }

    [GeneratedRegex(@"[\p{L}_$][\p{L}\p{N}_$]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bset\w|\bvariables?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Setting();

    // A name that is worked out, or all variables at once.
    [GeneratedRegex(@"\b(get|set)(Variable|Input)\s*\(\s*(?!['""])|\b(variables|input)\s*(\[\s*(?!['""])|[,)};]|$)|\b(eval|Function)\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Computed();

    // What another activity gave, whose name says nothing here.
    [GeneratedRegex(@"\b(getOutputFrom|getLastResult|lastResult|getResult|activityExecutionContext|workflowExecutionContext)", RegexOptions.IgnoreCase)]
    private static partial Regex Anything();
}
