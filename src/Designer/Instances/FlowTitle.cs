using System.Globalization;
using HrBpm.Designer.Texts;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Instances;

/// <summary>What people call a flow: whom it is about, and what it is.</summary>
public static class FlowTitle
{
    /// <summary>张伟 的离职; 苏晓彤 的请假.</summary>
    /// <param name="person">Whom it is about, or who started it.</param>
    /// <param name="caseNumber">Number of the offboarding case; null for another flow.</param>
    /// <param name="flow">Name of the definition.</param>
    /// <param name="l">Texts.</param>
    public static string Of(string? person, string? caseNumber, string flow, IStringLocalizer<Words> l) => person is null ? flow
        : caseNumber is not null ? string.Format(CultureInfo.CurrentCulture, l["{0} 的离职"], person)
        : string.Format(CultureInfo.CurrentCulture, l["{0} 的{1}"], person, flow);
}
