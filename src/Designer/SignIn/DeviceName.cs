namespace HrBpm.Designer.SignIn;

/// <summary>What a browser calls itself, as people call it.</summary>
internal static class DeviceName
{
    // The first that fits counts: Edge and WeCom call themselves Chrome as well, and Chrome calls itself Safari.
    private static readonly (string Mark, string Name)[] Browsers =
        [("wxwork/", "企业微信"), ("DingTalk/", "钉钉"), ("MicroMessenger/", "微信"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Browser and system, for example <c>Chrome</c> and <c>Windows</c>; null for what is not known.</summary>
    public static (string? Browser, string? System) Of(string? userAgent) => userAgent is null ? (null, null) : (Find(Browsers, userAgent), Find(Systems, userAgent));

    /// <summary>Whether it is a phone or a tablet.</summary>
    public static bool IsMobile(string? userAgent) => userAgent is not null && (userAgent.Contains("Mobile", StringComparison.Ordinal) || userAgent.Contains("iPad", StringComparison.Ordinal) || userAgent.Contains("Android", StringComparison.Ordinal));

    private static string? Find((string Mark, string Name)[] all, string userAgent) => all.FirstOrDefault(one => userAgent.Contains(one.Mark, StringComparison.OrdinalIgnoreCase)).Name;
}
