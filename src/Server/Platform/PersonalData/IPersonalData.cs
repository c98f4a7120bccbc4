namespace HrBpm.Server.Platform.PersonalData;

/// <summary>What one feature holds about a person. Each feature with tables about people registers one, so that a copy of everything can be given (个人信息保护法 art. 45).</summary>
internal interface IPersonalData
{
    /// <summary>Member of the copy.</summary>
    string Name { get; }

    /// <summary>Everything about the person, in plain values; null when there is nothing.</summary>
    Task<object?> OfAsync(Guid personId, CancellationToken ct);
}
