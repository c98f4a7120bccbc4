namespace HrBpm.Server.Platform;

/// <summary>Kinds of data about a person, by who may see them.</summary>
internal enum FieldKind
{
    /// <summary>Who somebody is at work.</summary>
    Person,

    /// <summary>How to reach somebody in private.</summary>
    Contact,

    /// <summary>Numbers of the state and of banks.</summary>
    IdentityNumber,

    /// <summary>What somebody is paid, owes or is owed.</summary>
    Pay,

    /// <summary>How somebody is judged.</summary>
    Performance,
}
