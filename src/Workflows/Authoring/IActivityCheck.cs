using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Authoring;

/// <summary>Finds what is wrong with an activity's own inputs, beside what the engine checks of every activity. A class that implements it, with a constructor without parameters, is found beside the activities.</summary>
public interface IActivityCheck
{
    /// <summary>What is wrong; empty for nodes of no interest. Problems that forbid a publish are errors.</summary>
    /// <param name="node">Any node of a definition.</param>
    IEnumerable<DefinitionProblem> Check(Node node);
}
