namespace HrBpm.Server.Platform;

/// <summary>Short spellings of settings on the command line.</summary>
internal static class SettingArguments
{
    private static readonly Dictionary<string, string> Short = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--database"] = "--Database:Provider",
        ["--data"] = "--Data:Folder",
    };

    /// <summary>The arguments with each short spelling replaced by the setting's full name.</summary>
    public static string[] Spell(string[] args) => [.. args.Select(Spell)];

    private static string Spell(string argument)
    {
        var (name, value) = argument.IndexOf('=') is var at and >= 0 ? (argument[..at], argument[at..]) : (argument, "");
        return Short.TryGetValue(name, out var full) ? full + value : argument;
    }
}
