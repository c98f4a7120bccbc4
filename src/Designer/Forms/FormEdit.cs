namespace HrBpm.Designer.Forms;

/// <summary>A change to a form.</summary>
/// <param name="Form">What comes of it.</param>
/// <param name="Key">What it is about: letters typed into one field are one step. Null for a step of its own.</param>
public sealed record FormEdit(FormDraft Form, string? Key = null);
