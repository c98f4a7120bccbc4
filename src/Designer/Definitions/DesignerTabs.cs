namespace HrBpm.Designer.Definitions;

/// <summary>Which side of a flow is worked on: its steps, its forms, or what holds for the whole.</summary>
public enum DesignerTab
{
    /// <summary>流程.</summary>
    Flow,

    /// <summary>表单.</summary>
    Form,

    /// <summary>设置.</summary>
    Settings,
}

/// <summary>The tab that is open, and what is selected in it. Whatever stands inside the designer may open another.</summary>
public sealed class DesignerTabs
{
    /// <summary>Another one was opened, or something else was selected.</summary>
    public event Action? Changed;

    /// <summary>The tab.</summary>
    public DesignerTab Current { get; private set; }

    /// <summary>The step whose form is open; null for the first that has one.</summary>
    public string? Form { get; private set; }

    /// <summary>The field that is to be selected; null for none.</summary>
    public string? Field { get; private set; }

    /// <summary>Opens a tab.</summary>
    public void Open(DesignerTab tab)
    {
        (Current, Field) = (tab, null);
        Changed?.Invoke();
    }

    /// <summary>Opens the form of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="field">Key of the field to select.</param>
    public void OpenForm(string step, string? field = null)
    {
        (Current, Form, Field) = (DesignerTab.Form, step, field);
        Changed?.Invoke();
    }
}
