using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Authoring;

/// <summary>What people read about activity types, in one language. The texts are resources <c>Texts.&lt;language&gt;.json</c> of the engine and of the assemblies that bring activities.</summary>
public sealed class ActivityTexts
{
    /// <summary>The author's language, in which attributes are written.</summary>
    public const string Chinese = "zh-CN";

    /// <summary>English.</summary>
    public const string English = "en";

    private static readonly ConcurrentDictionary<(Assembly Assembly, string Language), Resource> Read = new();
    private readonly List<Resource> _resources;

    private ActivityTexts(string language, IEnumerable<Assembly> assemblies)
    {
        Language = language;
        _resources = [.. assemblies.Prepend(typeof(ActivityTexts).Assembly).Distinct().Select(assembly => Read.GetOrAdd((assembly, language), key => Load(key.Assembly, key.Language)))];
    }

    /// <summary>Which language.</summary>
    public string Language { get; }

    /// <summary>The texts of the core nodes and of the catalogue's activities. A language that there is not is answered in Chinese.</summary>
    public static ActivityTexts For(string language, NodeCatalog catalog) =>
        new(language == English ? English : Chinese, catalog.Activities.Select(a => a.ClrType.Assembly));

    /// <summary>Name of the type.</summary>
    public string NameOf(NodeDescription node) => Find(r => r.Types.GetValueOrDefault(node.Type)?.Name) ?? Own(node, node.DisplayName) ?? Spaced(node.Type[(node.Type.LastIndexOf('.') + 1)..]);

    /// <summary>One sentence on what it does; empty for none.</summary>
    public string AboutOf(NodeDescription node) => Find(r => r.Types.GetValueOrDefault(node.Type)?.About) ?? Own(node, node.Description) ?? "";

    /// <summary>Name of a category.</summary>
    public string CategoryOf(string category) => Find(r => r.Categories.GetValueOrDefault(category)) ?? category;

    /// <summary>Label of an input.</summary>
    public string NameOf(NodeDescription node, InputDescription input) => Member(node, t => t.Inputs, input.Name, 0) ?? Own(node, input.DisplayName) ?? Spaced(input.Name);

    /// <summary>What to enter; empty for nothing to say.</summary>
    public string AboutOf(NodeDescription node, InputDescription input) => Member(node, t => t.Inputs, input.Name, 1) ?? Own(node, input.Description) ?? "";

    /// <summary>Label of an output.</summary>
    public string NameOf(NodeDescription node, OutputDescription output) => Member(node, t => t.Outputs, output.Name, 0) ?? Own(node, output.Description) ?? Spaced(output.Name);

    /// <summary>What an output holds; empty for nothing to say.</summary>
    public string AboutOf(NodeDescription node, OutputDescription output) => Member(node, t => t.Outputs, output.Name, 1) ?? Own(node, output.Description) ?? "";

    /// <summary>Label of a port.</summary>
    public string NameOf(PortDescription port) => Find(r => r.Ports.GetValueOrDefault(port.Name)) ?? port.Name;

    /// <summary>Any other text, for example of a setting of definitions; its key when there is none.</summary>
    public string this[string key] => Find(r => r.Other.GetValueOrDefault(key)) ?? key;

    private string? Find(Func<Resource, string?> read) => _resources.Select(read).FirstOrDefault(text => text is { Length: > 0 });

    private string? Member(NodeDescription node, Func<TypeTexts, Dictionary<string, string[]>> members, string name, int position) =>
        Find(r => r.Types.GetValueOrDefault(node.Type) is { } type ? At(members(type), name, position) : null) ?? Find(r => At(r.Members, name, position));

    // What an author wrote is Chinese. A definition speaks its own language, whatever that is.
    private string? Own(NodeDescription node, string? text) => Language == Chinese || node.Definition is not null ? text : null;

    private static string? At(Dictionary<string, string[]> texts, string name, int position) => texts.GetValueOrDefault(name) is { } found && found.Length > position ? found[position] : null;

    // "WaitForCompletion" reads as "Wait for completion".
    private static string Spaced(string name) =>
        string.Concat(name.Select((letter, at) => at > 0 && char.IsUpper(letter) && char.IsLower(name[at - 1]) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));

    private static Resource Load(Assembly assembly, string language)
    {
        var name = assembly.GetManifestResourceNames().FirstOrDefault(n => n.EndsWith($"Texts.{language}.json", StringComparison.Ordinal));
        if (name is null) return new Resource();
        using var stream = assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<Resource>(stream, Format) ?? new Resource();
    }

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate };

    private sealed record Resource
    {
        public Dictionary<string, string> Categories { get; } = [];
        public Dictionary<string, string> Ports { get; } = [];
        public Dictionary<string, string> Other { get; } = [];
        public Dictionary<string, TypeTexts> Types { get; } = [];

        /// <summary>Inputs and outputs that mean the same in every type.</summary>
        public Dictionary<string, string[]> Members { get; } = [];
    }

    private sealed record TypeTexts
    {
        public string Name { get; init; } = "";
        public string About { get; init; } = "";

        /// <summary>Label and, where there is more to say, what to enter.</summary>
        public Dictionary<string, string[]> Inputs { get; } = [];

        public Dictionary<string, string[]> Outputs { get; } = [];
    }
}
