using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>States and transitions of a state machine, in the order of the definition.</summary>
internal sealed class Machine
{
    private readonly Node _node;
    private readonly List<State> _states;
    private readonly List<Transition> _transitions;

    public Machine(Node node)
    {
        _node = node;
        _states = [.. Items(node.Source, "states").Select((s, at) => new State(at, s.Text("name") ?? ""))];
        _transitions = [.. Items(node.Source, "transitions").Select((t, at) => new Transition(at, t.Text("from") ?? "", t.Text("to") ?? "", t["condition"] is { } c ? DefinitionCompiler.ReadInput(c) : null))];
    }

    /// <summary>Name of the state in which it begins; null when the definition names none.</summary>
    public string? Start => _node.Source.Text("currentState") is { Length: > 0 } current ? current : _node.Source.Text("initialState");

    public IReadOnlyList<State> States => _states;

    public State? Find(string name) => _states.Find(s => s.Name == name);

    public Transition At(int number) => _transitions[number];

    /// <summary>Transitions that leave a state for one that exists.</summary>
    public List<Transition> From(string state) => LeadingFrom(state).FindAll(t => Find(t.To) is not null);

    /// <summary>Transitions that leave a state, also for one that does not exist.</summary>
    public List<Transition> LeadingFrom(string state) => _transitions.FindAll(t => t.From == state);

    public Node? Entry(State state) => _node.Ports.GetValueOrDefault(PortOf("entry", state.Number));

    public Node? Exit(State state) => _node.Ports.GetValueOrDefault(PortOf("exit", state.Number));

    public Node? Trigger(Transition transition) => _node.Ports.GetValueOrDefault(PortOf("trigger", transition.Number));

    public Node? Action(Transition transition) => _node.Ports.GetValueOrDefault(PortOf("action", transition.Number));

    /// <summary>Builds the activities of states and transitions as ports.</summary>
    public static void AddPorts(JsonObject source, Func<JsonObject, string, Node?> build, Dictionary<string, Node> ports)
    {
        foreach (var (list, members) in new[] { ("states", new[] { "entry", "exit" }), ("transitions", ["trigger", "action"]) })
        {
            foreach (var (at, item) in Items(source, list).Index())
            {
                foreach (var member in members)
                    if (item[member] is JsonObject child && build(child, PortOf(member, at)) is { } built) ports[PortOf(member, at)] = built;
            }
        }
    }

    /// <summary>What keeps it from running as its author means it.</summary>
    public IEnumerable<DefinitionProblem> Check()
    {
        foreach (var repeated in _node.Ports.Values.GroupBy(p => p.Id).Where(g => g.Count() > 1))
            yield return DefinitionProblem.Of("definitions.id-repeated", repeated.Key, ("container", _node.DisplayName), ("id", repeated.Key));
        foreach (var repeated in _states.Where(s => s.Name.Length > 0).GroupBy(s => s.Name).Where(g => g.Count() > 1))
            yield return DefinitionProblem.Of("definitions.state-repeated", _node.Id, ("machine", _node.DisplayName), ("state", repeated.Key));
    }

    private static string PortOf(string member, int at) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{member}{at}");

    private static IEnumerable<JsonObject> Items(JsonObject source, string list) => source.List(list)?.OfType<JsonObject>() ?? [];

    internal sealed record State(int Number, string Name);

    /// <param name="Number">Position in the list.</param>
    /// <param name="From">State that it leaves.</param>
    /// <param name="To">State that it enters.</param>
    /// <param name="Condition">Must hold for it to be taken; null always holds.</param>
    internal sealed record Transition(int Number, string From, string To, NodeInput? Condition);
}
