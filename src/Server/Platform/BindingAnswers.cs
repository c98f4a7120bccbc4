using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;

namespace HrBpm.Server.Platform;

/// <summary>Says in a sentence what is wrong with a request whose parts did not fit the route's parameters.</summary>
internal static partial class BindingAnswers
{
    /// <summary>The sentence, from the framework's message, which names C# types and parameters.</summary>
    public static string Describe(string message)
    {
        if (message.Contains("body", StringComparison.OrdinalIgnoreCase) && message.Contains("provided", StringComparison.Ordinal)) return "Expected a JSON body, but there is none.";
        if (Unfit().Match(message) is { Success: true } unfit)
            return $"Expected '{unfit.Groups["name"].Value}' to be {JsonTypes.Friendly(unfit.Groups["type"].Value)}, but it is '{unfit.Groups["value"].Value}'.";
        if (Absent().Match(message) is { Success: true } absent)
            return $"Expected '{absent.Groups["name"].Value}' in the {absent.Groups["place"].Value}, but it is not there.";
        if (NoForm().Match(message) is { Success: true } noForm) return $"Expected a form with a file in the field '{noForm.Groups["name"].Value}', but it cannot be read as one.";
        return $"Expected a request that this route understands, but: {message}";
    }

    /// <summary>The sentence for the first value in the address that does not fit its parameter, or null where all fit. For values that may be absent, the framework answers with the bare status.</summary>
    public static string? Describe(HttpRequest request) =>
        request.HttpContext.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Where(parameter => parameter.HasTryParse)
            .Select(parameter => (parameter.Name, Type: Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType, Value: ValueOf(request, parameter.Name)))
            .Where(given => given.Value is { Length: > 0 } value && !Fits(given.Type, value))
            .Select(given => $"Expected '{given.Name}' to be {JsonTypes.Friendly(given.Type)}, but it is '{given.Value}'.")
            .FirstOrDefault();

    private static string? ValueOf(HttpRequest request, string name) => request.RouteValues.TryGetValue(name, out var value) ? value?.ToString() : request.Query[name].ToString();

    private static bool Fits(Type type, string value)
    {
        if (type.IsEnum) return Enum.TryParse(type, value, ignoreCase: true, out _);
        var parsable = type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>));
        return !parsable || (bool)OfType.MakeGenericMethod(type).Invoke(null, [value])!;
    }

    private static readonly MethodInfo OfType = typeof(BindingAnswers).GetMethod(nameof(Parses), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static bool Parses<T>(string value) where T : IParsable<T> => T.TryParse(value, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex("^Failed to bind parameter \"(?<type>[^ ]+) (?<name>[^\"]+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex Unfit();

    [GeneratedRegex("^Failed to read parameter \"[^ ]+ (?<name>[^\"]+)\" from the request body as form\\.$")]
    private static partial Regex NoForm();

    [GeneratedRegex("^Required parameter \"[^ ]+ (?<name>[^\"]+)\" was not provided from (?<place>[^.]+)\\.$")]
    private static partial Regex Absent();
}
