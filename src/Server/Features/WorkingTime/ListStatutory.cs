using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>The public holidays that the product brings along, with where they come from.</summary>
internal static class ListStatutory
{
    public static Ok<IReadOnlyList<StatutoryCalendar>> Handle() => TypedResults.Ok(StatutoryCalendars.All);
}
