using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.SignIn;

/// <summary>The signed-in person.</summary>
/// <param name="Permissions">What the person's roles allow together.</param>
/// <param name="Locale">Language in which the person is written to: their own choice, else that of the branch.</param>
/// <param name="TimeZoneId">IANA time zone of the person's branch.</param>
internal sealed record Me(Guid PersonId, Guid CompanyId, Guid? BranchId, string Name, string UserName, IReadOnlyList<string> Roles, IReadOnlyList<Permission> Permissions, string Locale, string TimeZoneId)
{
    /// <summary>The password that everybody of the demo has, so that pages can remind of it; null on a server that was not seeded with the demo.</summary>
    public string? DemoPassword { get; init; }

    public static Me Of(CurrentUser.Identity person) =>
        new(person.PersonId, person.CompanyId, person.BranchId, person.Name, person.UserName, [.. person.Roles], person.Rights.Permissions, person.Locale, person.TimeZoneId);
}

/// <summary>Says who is signed in.</summary>
internal static class ReadMe
{
    public static Ok<Me> Handle(CurrentUser user, DemoOptions demo) => TypedResults.Ok(Me.Of(user.AsIdentity()) with { DemoPassword = demo.Seed ? DemoGroup.Password : null });
}
