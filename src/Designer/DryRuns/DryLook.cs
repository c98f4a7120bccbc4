using HrBpm.Designer.Canvas;

namespace HrBpm.Designer.DryRuns;

/// <summary>How a dry run looks on the canvas.</summary>
/// <param name="Runs">What each card is at; those that are not named lie ahead.</param>
/// <param name="Who">Who has each card that waits, or until when it does.</param>
/// <param name="Lit">The lines that were taken, by card and outcome.</param>
public sealed record DryLook(IReadOnlyDictionary<string, RunMark> Runs, IReadOnlyDictionary<string, string> Who, IReadOnlySet<(string From, string Port)> Lit);
