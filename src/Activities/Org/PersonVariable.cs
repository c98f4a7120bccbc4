namespace HrBpm.Activities.Org;

/// <summary>A person as later steps of a flow refer to them, for example <c>variables.Case.leaver.custom.contractType</c>.</summary>
internal static class PersonVariable
{
    public static Dictionary<string, object?> Of(Person person, Dictionary<string, object?> custom) => new()
    {
        ["id"] = person.Id.ToString("D"),
        ["name"] = person.Name,
        ["employeeNumber"] = person.EmployeeNumber,
        ["userName"] = person.UserName,
        ["email"] = person.Email,
        ["weComUserId"] = person.WeComUserId ?? "",
        ["department"] = person.DepartmentName,
        ["position"] = person.PositionName,
        ["timeZone"] = person.TimeZoneId,
        ["isActive"] = person.IsActive,
        ["custom"] = custom,
    };
}
