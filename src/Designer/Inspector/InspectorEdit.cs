using HrBpm.Designer.Definitions;

namespace HrBpm.Designer.Inspector;

/// <summary>A change that the inspector makes.</summary>
/// <param name="Draft">What comes of it.</param>
/// <param name="Key">What it is about: letters typed into one field are one step.</param>
public sealed record InspectorEdit(FlowDraft Draft, string? Key = null);
