using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;

/// <summary>What of Elsa's features there is here, so that clients show only what works.</summary>
internal static class InstalledFeatures
{
    /// <summary>The Elsa whose API this is.</summary>
    public const string ElsaVersion = "3.8.0";

    internal sealed record Feature(string Name, string Namespace, string FullName, string DisplayName, string Description);

    internal sealed record Version(string PackageVersion);

    private static readonly (string Name, string DisplayName)[] Names =
    [
        ("Workflows", "Workflows"), ("WorkflowManagement", "Workflow Management"), ("WorkflowRuntime", "Workflow Runtime"), ("WorkflowsApi", "Workflows API"),
        ("RealTimeWorkflowUpdates", "Real-time Workflow Updates"), ("Expressions", "Expressions"), ("JavaScript", "JavaScript"), ("Liquid", "Liquid"), ("Scheduling", "Scheduling"),
        ("Http", "HTTP"), ("Flowchart", "Flowchart"), ("Alterations", "Alterations"), ("Resilience", "Resilience"), ("Identity", "Identity"),
    ];

    private static readonly Feature[] All = [.. Names.Select(f => new Feature(f.Name, "Elsa", $"Elsa.{f.Name}", f.DisplayName, ""))];

    public static ElsaAnswer<ItemList<Feature>> List() => new(new ItemList<Feature>(All));

    public static Results<ElsaAnswer<Feature>, ProblemHttpResult> Read(string fullName) => Array.Find(All, f => f.FullName == fullName) is { } feature
        ? new ElsaAnswer<Feature>(feature)
        : Problems.NotFound("features.unknown", $"Expected a feature '{fullName}', but it is not installed.");

    public static ElsaAnswer<Version> ReadVersion() => new(new Version(ElsaVersion));
}
