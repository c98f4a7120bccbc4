namespace HrBpm.Activities.Org;

/// <summary>Who is who: people, their managers, and who holds a role. Only people who are employed today are named as managers, heads or holders.</summary>
public interface IOrg
{
    /// <summary>The person, employed or not; null when there is none with that id.</summary>
    Task<Person?> FindAsync(Guid personId, CancellationToken ct);

    /// <summary>The person's direct manager; when that one has left, the nearest manager above. Null at the top.</summary>
    Task<Guid?> DirectManagerOfAsync(Guid personId, CancellationToken ct);

    /// <summary>At most <paramref name="levels"/> managers above the person, nearest first.</summary>
    Task<IReadOnlyList<Guid>> ManagerChainOfAsync(Guid personId, int levels, CancellationToken ct);

    /// <summary>The head of the person's department; when that is the person, or nobody, the head of the department above.</summary>
    Task<Guid?> DepartmentHeadOfAsync(Guid personId, CancellationToken ct);

    /// <summary>虚线上级: whom the person reports to in a matter beside the direct manager. Null when nobody is named, or they have left.</summary>
    Task<Guid?> DottedLineManagerOfAsync(Guid personId, CancellationToken ct);

    /// <summary>The HR business partner who is named for the person's present, else last, employment. Null when nobody is, or they have left.</summary>
    Task<Guid?> HrBpOfAsync(Guid personId, CancellationToken ct);

    /// <summary>Those who hold a role for the person's branch; else for the company; else for another company of the group. In order of employee number.</summary>
    Task<IReadOnlyList<Guid>> HoldersOfRoleAsync(string role, Guid nearPersonId, CancellationToken ct);

    /// <summary>Those who work in a position in the person's branch; else in the company; else in another company of the group. In order of employee number.</summary>
    Task<IReadOnlyList<Guid>> HoldersOfPositionAsync(string position, Guid nearPersonId, CancellationToken ct);
}

/// <summary>A person as activities see one.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="CompanyId">The company that employs the person.</param>
/// <param name="Name">The name as people write it.</param>
/// <param name="EmployeeNumber">Unique in the company.</param>
/// <param name="UserName">The name that the person signs in with here and in the directory.</param>
/// <param name="Email">Address at work.</param>
/// <param name="WeComUserId">User id in WeCom, where the person has one.</param>
/// <param name="DepartmentName">Name of the present, else the last, department.</param>
/// <param name="PositionName">Name of the present, else the last, position.</param>
/// <param name="TimeZoneId">IANA time zone of the branch, for example <c>Asia/Shanghai</c>.</param>
/// <param name="IsActive">True when the person is employed today, by the branch's calendar.</param>
public sealed record Person(
    Guid Id,
    Guid CompanyId,
    string Name,
    string EmployeeNumber,
    string UserName,
    string Email,
    string? WeComUserId,
    string DepartmentName,
    string PositionName,
    string TimeZoneId,
    bool IsActive)
{
    /// <summary>Language in which the person is written to, for example <c>en-GB</c>: their own choice, else that of the branch.</summary>
    public string Locale { get; init; } = "zh-CN";
}
