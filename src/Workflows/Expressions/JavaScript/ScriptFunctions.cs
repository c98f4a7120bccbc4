using System.Collections.Frozen;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>The functions that Elsa's scripts may call, under Elsa's names.</summary>
internal sealed class ScriptFunctions(ScriptRun run)
{
    private delegate JsValue Body(ScriptRun run, JsValue[] arguments);

    private static readonly FrozenDictionary<string, Body> Fixed = new Dictionary<string, Body>
    {
        ["getVariable"] = (run, args) => run.GetVariable(Text(args, 0)),
        ["setVariable"] = (run, args) => run.SetVariable(Text(args, 0), args.At(1)),
        ["getInput"] = (run, args) => run.GetInput(Text(args, 0)),
        ["getOutputFrom"] = (run, args) => run.Give(run.Scope.GetOutputFrom(Text(args, 0), args.At(1) is JsString name ? name.ToString() : null)),
        ["getLastResult"] = (run, _) => run.Give(run.Scope.LastResult),
        ["getWorkflowDefinitionId"] = (run, _) => run.Give(run.Scope.DefinitionId),
        ["getWorkflowDefinitionVersionId"] = (run, _) => run.Give(run.Scope.DefinitionVersionId),
        ["getWorkflowDefinitionVersion"] = (run, _) => run.Give(run.Scope.DefinitionVersion),
        ["getWorkflowInstanceId"] = (run, _) => run.Give(run.Scope.InstanceId),
        ["getCorrelationId"] = (run, _) => run.Give(run.Changes.CorrelationId),
        ["setCorrelationId"] = (run, args) => { run.Changes.CorrelationId = OptionalText(args); return JsValue.Undefined; },
        ["getWorkflowInstanceName"] = (run, _) => run.Give(run.Changes.InstanceName),
        ["setWorkflowInstanceName"] = (run, args) => { run.Changes.InstanceName = OptionalText(args); return JsValue.Undefined; },
        ["setOutcome"] = (run, args) => { run.Changes.SetOutcomes([Text(args, 0)]); return JsValue.Undefined; },
        ["setOutcomes"] = (run, args) => { run.Changes.SetOutcomes(Texts(run, args.At(0))); return JsValue.Undefined; },
        ["isNullOrWhiteSpace"] = (_, args) => Flag(string.IsNullOrWhiteSpace(OptionalText(args))),
        ["isNullOrEmpty"] = (_, args) => Flag(string.IsNullOrEmpty(OptionalText(args))),
        ["toJson"] = (run, args) => run.Give(run.Take(args.At(0)) is { } value ? PlainJson.Text(value) : "null"),
        ["parseGuid"] = (run, args) => Guid.TryParse(Text(args, 0), out var id) ? run.Give(id) : throw run.TypeError("a GUID", args.At(0)),
        ["newGuid"] = (run, _) => run.Give(Guid.NewGuid()),
        ["newGuidString"] = (run, _) => run.Give(Guid.NewGuid()),
        ["newShortGuid"] = (run, _) => run.Give(ShortForm(Guid.NewGuid())),
        ["getGuidString"] = (run, args) => run.Give(GivenOrNew(run, args)),
        ["getShortGuid"] = (run, args) => run.Give(ShortForm(GivenOrNew(run, args))),
        ["bytesToString"] = (run, args) => run.Give(Encoding.UTF8.GetString(Bytes(run, args))),
        ["bytesFromString"] = (run, args) => run.Give(Encoding.UTF8.GetBytes(Text(args, 0))),
        ["bytesToBase64"] = (run, args) => run.Give(System.Convert.ToBase64String(Bytes(run, args))),
        ["bytesFromBase64"] = (run, args) => run.Give(FromBase64(run, args)),
        ["stringToBase64"] = (run, args) => run.Give(System.Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(args, 0)))),
        ["stringFromBase64"] = (run, args) => run.Give(Encoding.UTF8.GetString(FromBase64(run, args))),
        ["streamToBytes"] = (run, args) => run.Give(Bytes(run, args)),
        ["streamToBase64"] = (run, args) => run.Give(System.Convert.ToBase64String(Bytes(run, args))),
    }.ToFrozenDictionary();

    /// <summary>Names of the functions that every script may call.</summary>
    public static IEnumerable<string> FixedNames => Fixed.Keys;

    private Dictionary<string, Func<JsValue[], JsValue>>? accessors;

    /// <summary>The function of that name, or null.</summary>
    public Func<JsValue[], JsValue>? Find(string name)
    {
        if (Fixed.TryGetValue(name, out var body)) return arguments => body(run, arguments);
        if (name.Length < 4 || (!name.StartsWith("get", StringComparison.Ordinal) && !name.StartsWith("set", StringComparison.Ordinal))) return null;
        return (accessors ??= Accessors()).GetValueOrDefault(name);
    }

    public IEnumerable<string> Names => Fixed.Keys.Concat((accessors ??= Accessors()).Keys);

    /// <summary>Accessors of variables come before those of inputs, and those before outputs, where names meet.</summary>
    private Dictionary<string, Func<JsValue[], JsValue>> Accessors()
    {
        var all = new Dictionary<string, Func<JsValue[], JsValue>>();
        foreach (var variable in run.Scope.Variables)
        {
            all.TryAdd("get" + Pascal(variable.Name), _ => run.GetVariable(variable.Name));
            all.TryAdd("set" + Pascal(variable.Name), arguments => run.SetVariable(variable.Name, arguments.At(0)));
        }
        foreach (var input in run.Scope.DeclaredInputs) all.TryAdd("get" + Pascal(input), _ => run.GetInput(input));
        foreach (var output in run.Scope.ActivityOutputs)
        {
            foreach (var activity in (string[])[Pascal(output.ActivityName), output.ActivityName])
                all.TryAdd($"get{Pascal(output.OutputName)}From{activity}", _ => run.Give(run.Scope.GetOutputFrom(output.ActivityId, output.OutputName)));
        }
        return all;
    }

    /// <summary>"leave days", "leave_days" and "leaveDays" become "LeaveDays".</summary>
    internal static string Pascal(string name)
    {
        var pascal = new StringBuilder(name.Length);
        var startsWord = true;
        foreach (var letter in name)
        {
            if (letter is ' ' or '_' or '-') startsWord = true;
            else
            {
                pascal.Append(startsWord ? char.ToUpperInvariant(letter) : letter);
                startsWord = false;
            }
        }
        return pascal.ToString();
    }

    private static string Text(JsValue[] arguments, int index) => TypeConverter.ToString(arguments.At(index));

    private static string? OptionalText(JsValue[] arguments) => arguments.At(0) is { } value && !value.IsNull() && !value.IsUndefined() ? TypeConverter.ToString(value) : null;

    private static JsBoolean Flag(bool value) => value ? JsBoolean.True : JsBoolean.False;

    private static List<string> Texts(ScriptRun run, JsValue value) => run.Take(value) switch
    {
        List<object?> items => items.ConvertAll(item => Values.ToText(item) ?? ""),
        { } single => [Values.ToText(single)!],
        null => [],
    };

    private static Guid GivenOrNew(ScriptRun run, JsValue[] arguments) =>
        OptionalText(arguments) is not { } text ? Guid.NewGuid() : Guid.TryParse(text, out var id) ? id : throw run.TypeError("a GUID", arguments.At(0));

    private static string ShortForm(Guid id) => System.Convert.ToBase64String(id.ToByteArray()).Replace("/", "", StringComparison.Ordinal)
        .Replace("+", "", StringComparison.Ordinal).TrimEnd('=');

    private static byte[] Bytes(ScriptRun run, JsValue[] arguments)
    {
        if (arguments.At(0) is ObjectInstance list && run.Take(list) is List<object?> items && items.TrueForAll(item => item is int and >= 0 and <= 255))
            return items.ConvertAll(item => (byte)(int)item!).ToArray();
        throw run.TypeError("a list of bytes", arguments.At(0));
    }

    private static byte[] FromBase64(ScriptRun run, JsValue[] arguments)
    {
        try
        {
            return System.Convert.FromBase64String(Text(arguments, 0));
        }
        catch (FormatException)
        {
            throw run.TypeError("base64 text", arguments.At(0));
        }
    }
}
