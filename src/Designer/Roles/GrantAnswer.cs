namespace HrBpm.Designer.Roles;

/// <summary>What became of a grant.</summary>
internal enum GrantAnswer
{
    /// <summary>It counts.</summary>
    Granted,

    /// <summary>A second person has to consent.</summary>
    Asked,
}
