using System.Text.RegularExpressions;

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
        return $"Expected a request that this route understands, but: {message}";
    }

    [GeneratedRegex("^Failed to bind parameter \"(?<type>[^ ]+) (?<name>[^\"]+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex Unfit();

    [GeneratedRegex("^Required parameter \"[^ ]+ (?<name>[^\"]+)\" was not provided from (?<place>[^.]+)\\.$")]
    private static partial Regex Absent();
}
