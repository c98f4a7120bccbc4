namespace HrBpm.Activities.Connectors;

/// <summary>Knows where the other systems are.</summary>
public interface IConnectorEndpoints
{
    /// <summary>Base address of a system (see <see cref="ConnectorSystems"/>), without a trailing slash; null when it is not configured.</summary>
    Uri? BaseAddress(string system);
}

/// <summary>Names of the systems that are called over HTTP.</summary>
public static class ConnectorSystems
{
    /// <summary>WeCom (企业微信).</summary>
    public const string WeCom = "WeCom";

    /// <summary>DingTalk (钉钉).</summary>
    public const string DingTalk = "DingTalk";

    /// <summary>The directory that speaks SCIM 2.0.</summary>
    public const string Scim = "Scim";

    /// <summary>The payroll system.</summary>
    public const string Payroll = "Payroll";

    /// <summary>The application that does the tasks of Elsa.RunTask.</summary>
    public const string Tasks = "Tasks";

    /// <summary>The mail relay.</summary>
    public const string Mail = "Mail";
}
