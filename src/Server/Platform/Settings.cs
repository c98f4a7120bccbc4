using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Platform;

/// <summary>A setting is not usable. The message tells the operator which one and why; the program ends with it.</summary>
internal sealed class SettingsException(string message) : Exception(message);

/// <summary>Reads a settings section at start, so that a wrong value stops the start with a sentence.</summary>
internal static class Settings
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
            throw new SettingsException($"Expected usable settings in '{section}', but: {wrong.Message} {wrong.InnerException?.Message}".TrimEnd());
        }
        var problems = new List<ValidationResult>();
        return Validator.TryValidateObject(value, new ValidationContext(value), problems, validateAllProperties: true)
            ? value
            : throw new SettingsException($"Expected usable settings in '{section}', but: {string.Join(" ", problems.Select(p => p.ErrorMessage))}");
    }
}
