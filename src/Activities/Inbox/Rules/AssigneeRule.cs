namespace HrBpm.Activities.Inbox;

/// <summary>How a rule finds people.</summary>
public enum AssigneeBy
{
    /// <summary>The person of that id.</summary>
    Person,

    /// <summary>The holders of a role.</summary>
    Role,

    /// <summary>The holders of a position.</summary>
    Position,

    /// <summary>The direct manager of the person concerned.</summary>
    DirectManager,

    /// <summary>连续多级主管: the managers of the person concerned, nearest first.</summary>
    ManagerChain,

    /// <summary>The head of the department of the person concerned.</summary>
    DepartmentHead,

    /// <summary>The person, or the people, in a field of the form.</summary>
    FormField,

    /// <summary>发起人自选: whom the initiator chose in the field of that name.</summary>
    InitiatorChoice,

    /// <summary>The initiator.</summary>
    Initiator,

    /// <summary>虚线主管: whom the person concerned reports to beside the direct manager.</summary>
    DottedLineManager,

    /// <summary>The HR business partner who is named for the person concerned.</summary>
    HrBp,
}

/// <summary>One rule of who gets a task.</summary>
/// <param name="By">How people are found.</param>
/// <param name="Value">Person id, role, position or field name, whichever <paramref name="By"/> needs. A field may be a dotted path.</param>
/// <param name="Levels">Number of levels of a manager chain; 1 to <see cref="AssigneeRules.MostLevels"/>.</param>
/// <param name="Weight">票签: how much the vote of each person counts whom this rule finds; 1 to <see cref="AssigneeRules.MostWeight"/>. Of several rules that find somebody, the first counts.</param>
public sealed record AssigneeRule(AssigneeBy By, string? Value = null, int Levels = 1, int Weight = 1);

/// <summary>审批人为空策略: what happens when the rules find nobody who is active.</summary>
public enum WhenNobody
{
    /// <summary>The step passes by itself.</summary>
    Pass,

    /// <summary>The nearest active manager of the person concerned.</summary>
    Manager,

    /// <summary>The company's administrators.</summary>
    Administrator,

    /// <summary>A named person.</summary>
    Person,

    /// <summary>The step fails and an operator has to look.</summary>
    Fail,
}
