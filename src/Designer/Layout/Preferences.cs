using Microsoft.JSInterop;

namespace HrBpm.Designer.Layout;

/// <summary>How this person likes pages, kept in the browser: language, light or dark. Nothing secret is among them.</summary>
public sealed class Preferences
{
    /// <summary>It has changed.</summary>
    public event Action? Changed;

    /// <summary>Language tag: zh-CN or en.</summary>
    public string Language { get; private set; } = "zh-CN";

    /// <summary>Dark.</summary>
    public bool IsDark { get; private set; }

    /// <summary>Reads what is kept; the browser's own wishes where nothing is.</summary>
    public async Task ReadAsync(IJSRuntime js)
    {
        Language = await js.InvokeAsync<string>("hrbpm.language");
        IsDark = await js.InvokeAsync<bool>("hrbpm.isDark");
    }

    /// <summary>Changes the language; the page is loaded anew.</summary>
    public static ValueTask SpeakAsync(IJSRuntime js, string language) => js.InvokeVoidAsync("hrbpm.speak", language);

    /// <summary>Light or dark.</summary>
    public async Task DarkenAsync(IJSRuntime js, bool isDark)
    {
        IsDark = isDark;
        await js.InvokeVoidAsync("hrbpm.darken", isDark);
        Changed?.Invoke();
    }
}
