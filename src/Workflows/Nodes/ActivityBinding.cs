using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Expressions;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows.Nodes;

/// <summary>Makes objects of an activity class, fills their inputs and reads their outputs.</summary>
internal sealed class ActivityBinding(ActivityDescriptor descriptor)
{
    // Made at first need: it is compiled, and no company uses every activity.
    private ObjectFactory? _factory;

    public Activity Create(IServiceProvider services) => (Activity)(_factory ??= ActivatorUtilities.CreateFactory(descriptor.ClrType, Type.EmptyTypes))(services, null);

    /// <exception cref="ExpressionException">A required input is missing, or a value does not fit its property.</exception>
    public void Fill(Activity activity, IReadOnlyDictionary<string, object?> inputs)
    {
        foreach (var input in descriptor.Inputs)
        {
            var isGiven = inputs.TryGetValue(input.Name, out var value) && value is not null;
            if (isGiven) input.Property.SetValue(activity, Bind(input, value));
            else if (input.IsRequired) throw new ExpressionException("activities.input-missing", $"Expected input '{input.Name}' of '{descriptor.Attribute.DisplayName}', but it has no value.");
        }
    }

    public IEnumerable<(string Name, object? Value)> Outputs(Activity activity) =>
        descriptor.Outputs.Select(o => (o.Name, Values.FromClr(o.Property.GetValue(activity))));

    private object? Bind(InputProperty input, object? value)
    {
        try
        {
            return Values.Bind(value, input.Property.PropertyType);
        }
        catch (ExpressionException e)
        {
            throw new ExpressionException(e.Code, $"Input '{input.Name}' of '{descriptor.Attribute.DisplayName}': {e.Message}");
        }
    }
}
