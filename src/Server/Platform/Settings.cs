using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace HrBpm.Server.Platform;

/// <summary>A setting is not usable. The message tells the operator which one and why; the program ends with it.</summary>
internal sealed class SettingsException(string message) : Exception(message);

/// <summary>Reads a settings section at start, so that a wrong value stops the start with a sentence.</summary>
internal static partial class Settings
{
    /// <exception cref="SettingsException">A value is of the wrong type or out of range.</exception>
    public static T Read<T>(IConfiguration configuration, string section) where T : class, new()
    {
        T value;
        try
        {
            value = configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException wrong)
        {
            throw new SettingsException(Unfit().Match(wrong.Message) is { Success: true } unfit
                ? $"Expected {unfit.Groups["name"].Value} to be {JsonTypes.Friendly(unfit.Groups["type"].Value.Split('.')[^1])}, but it is '{unfit.Groups["value"].Value}'."
                : $"Expected usable settings in '{section}', but: {wrong.Message}");
        }
        var problems = new List<ValidationResult>();
        return Validator.TryValidateObject(value, new ValidationContext(value), problems, validateAllProperties: true)
            ? value
            : throw new SettingsException($"Expected usable settings in '{section}', but: {string.Join(" ", problems.Select(p => p.ErrorMessage))}");
    }

    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<name>[^']+)' to type '(?<type>[^']+)'", RegexOptions.Singleline)]
    private static partial Regex Unfit();
}
