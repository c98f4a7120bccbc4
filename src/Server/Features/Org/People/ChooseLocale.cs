using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.People;

/// <summary>Lets people choose the language in which they are written to.</summary>
internal static class ChooseLocale
{
    /// <param name="Locale">For example <c>en-GB</c>; null for that of the branch.</param>
    public sealed record Request(string? Locale);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Request request, OrgChange change, CurrentUser user, CancellationToken ct) => change.RunAsync(async (edit, c) =>
    {
        if (request.Locale is { } locale && OrgTexts.WhyNotLocale(locale, "people.locale.invalid") is { } unknown) return unknown;
        var person = await edit.Db.People.SingleAsync(p => p.Id == user.PersonId, c);
        if (person.Locale == request.Locale) return person.Id;
        List<string> changed = ["locale"];
        edit.Record("org.person.change", "person", person.Id, new { changed });
        person.Locale = request.Locale;
        return person.Id;
    }, ct);
}
