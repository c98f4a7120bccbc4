using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using ScriptEngine = Jint.Engine;

namespace HrBpm.Workflows.Expressions.JavaScript;

/// <summary>One evaluation of a script in an engine of its own.</summary>
internal sealed class ScriptRun : IDisposable
{
    /// <summary>Whatever could allocate memory or compute for long in one call, start another realm or wait. Nothing that flows do needs them.</summary>
    private static readonly string[] Withheld =
    [
        "BigInt", "Temporal", "AggregateError",
        "ArrayBuffer", "SharedArrayBuffer", "DataView", "Atomics", "ShadowRealm", "WeakRef", "FinalizationRegistry", "TypedArray", "Int8Array", "Uint8Array", "Uint8ClampedArray",
        "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array", "Float16Array", "Float32Array", "Float64Array",
    ];

    private readonly ScriptEngine engine;
    private readonly EvaluationBudget budget;
    private readonly ScriptValues values;
    private readonly ScriptFunctions functions;
    private JsObject? variables;

    public ScriptRun(Options options, ExpressionLimits limits, IExpressionScope scope, PendingChanges changes, CancellationToken ct)
    {
        Scope = scope;
        Changes = changes;
        engine = new ScriptEngine(options);
        budget = engine.Constraints.Find<ScriptBudget>()!.Budget;
        budget.Begin(ct);
        values = new ScriptValues(engine, budget, limits);
        functions = new ScriptFunctions(this);
    }

    public IExpressionScope Scope { get; }

    public PendingChanges Changes { get; }

    public void Dispose() => engine.Dispose();

    public object? Evaluate(PreparedScript script)
    {
        Furnish(script);
        if (!script.IsHarmless) ScriptGuards.Put(engine, budget);
        var completion = engine.Evaluate(script.Script);
        var value = Take(completion.IsPromise() ? Settled(completion) : completion);
        WriteBack();
        return value;
    }

    public JsValue Give(object? value) => values.ToScript(value);

    public object? Take(JsValue value, object? original = null) => values.FromScript(value, original);

    public JsValue GetInput(string name) => Give(Scope.Input.GetValueOrDefault(name));

    /// <summary>What the script holds in <c>variables</c> is the variable for the rest of the script, so that both ways of access agree.</summary>
    public JsValue GetVariable(string name)
    {
        if (variables?.GetOwnProperty(name).Value is { } held && !held.IsNull() && !held.IsUndefined()) return held;
        return Changes.TryGetVariable(name, out var value) ? Give(value) : JsValue.Null;
    }

    public JsValue SetVariable(string name, JsValue value)
    {
        Changes.SetVariable(name, Take(value));
        if (variables is not null && variables.HasOwnProperty(name)) variables.FastSetDataProperty(name, value);
        return JsValue.Undefined;
    }

    public JavaScriptException TypeError(string expected, JsValue actual) =>
        new(engine.Intrinsics.TypeError, $"Expected {expected}, but it was {(actual is ObjectInstance ? "an object" : ValueText.Describe(Take(actual)))}.");

    private void Furnish(PreparedScript script)
    {
        if (script.ReachesGlobalObject)
        {
            foreach (var name in Withheld) engine.Global.Delete(name);
            ScriptGuards.TrimIntl(engine);
            foreach (var name in functions.Names) Install(name);
        }
        else if (script.Script.ReferencedGlobals is { } names)
        {
            foreach (var name in names)
            {
                if (Withheld.Contains(name)) engine.Global.Delete(name);
                else if (name == "Intl") ScriptGuards.TrimIntl(engine);
                else Install(name);
            }
        }
        if (script.UsesVariables || script.ReachesGlobalObject) CopyVariablesIn(script);
    }

    private void Install(string name)
    {
        if (functions.Find(name) is not { } function) return;
        var callable = new ClrFunction(engine, name, (_, arguments) => function(arguments), 0, PropertyFlag.AllForbidden);
        engine.Global.FastSetProperty(name, new PropertyDescriptor(callable, PropertyFlag.Writable | PropertyFlag.Configurable));
    }

    private void CopyVariablesIn(PreparedScript script)
    {
        variables = new JsObject(engine);
        foreach (var variable in Scope.Variables)
        {
            if (script.Variables is { } mentioned && !mentioned.Contains(variable.Name)) continue;
            if (Scope.TryGetVariable(variable.Name, out var value)) variables.FastSetDataProperty(variable.Name, Give(value));
        }
        engine.Global.FastSetProperty("variables", new PropertyDescriptor(variables, PropertyFlag.AllForbidden));
    }

    /// <summary>Null and undefined are not written back: that is how Elsa does it.</summary>
    private void WriteBack()
    {
        if (variables is null) return;
        foreach (var key in variables.GetOwnPropertyKeys(Types.String))
        {
            var held = variables.Get(key);
            if (held.IsNull() || held.IsUndefined() || held.IsCallable()) continue;
            var name = key.ToString();
            Changes.TryGetVariable(name, out var before);
            var after = Take(held, before);
            if (!ReferenceEquals(after, before)) Changes.SetVariable(name, after);
        }
    }

    /// <summary>No host function ever settles a promise later, so one that is pending after the script's own jobs stays so.</summary>
    private static JsValue Settled(JsValue promise)
    {
        try
        {
            return promise.UnwrapIfPromise(TimeSpan.FromMilliseconds(1));
        }
        catch (PromiseRejectedException timeout) when (timeout.RejectedValue.IsString() && timeout.RejectedValue.ToString().StartsWith("Timeout of", StringComparison.Ordinal))
        {
            throw ScriptFailure.NeverSettled;
        }
    }
}
