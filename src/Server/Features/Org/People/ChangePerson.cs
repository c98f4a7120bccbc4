using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Org.People;

/// <summary>Changes what is known about a person. The employee number and the user name stay: other systems know the person by them. What the person may be signed in by (address, ids of messengers) is changed only by whoever may do all that
/// the person's roles allow: otherwise it would be a way to become them. What the caller may not see stays as it is.</summary>
internal static class ChangePerson
{
    /// <param name="Name">The name as people write it.</param>
    /// <param name="Email">Address at work.</param>
    /// <param name="Phone">Phone number; absent removes it, if the caller may see it.</param>
    /// <param name="WeComUserId">User id in WeCom; absent removes it.</param>
    /// <param name="Locale">Language in which the person is written to, for example <c>en-GB</c>; absent for that of the branch.</param>
    /// <param name="DingTalkUnionId">The unionId in DingTalk; absent removes it.</param>
    /// <param name="Custom">Fields of the company's own, by their keys: null removes a value, an absent key leaves it as it is.</param>
    public sealed record Request(string Name, string Email, string? Phone = null, string? WeComUserId = null, string? Locale = null, string? DingTalkUnionId = null, JsonObject? Custom = null);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid personId, Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(personId, request, edit, c), ct);

    /// <summary>There is no such person, or the user may not see them.</summary>
    public static Refusal Unknown(Guid id) => new("people.unknown", $"Expected a person whom you may see, but there is none with the id {id}.");

    /// <summary>What somebody is signed in by is not changed by those who may do less.</summary>
    public static Refusal HoldsMore(string name) => new("people.sign-in-names.forbidden", $"Expected the e-mail address and the ids of WeCom and DingTalk to stay, by which {name} is signed in, because {name} holds a role that allows more than you may do, but at least one changes.");

    private static async Task<OrgOutcome> ApplyAsync(Guid id, Request request, OrgEdit edit, CancellationToken ct)
    {
        if (await edit.PersonAsync(id, ct) is not { } person) return Unknown(id);
        if (WhyNotText(request) is { } unfit) return unfit;
        var name = request.Name.Trim();
        var seesPhone = (await FieldSight.OfAsync(edit.Db, edit.User, [id], ct)).Sees(id, ProductFields.OfPerson, "phone");
        if (!seesPhone && request.Phone is not null) return new Refusal("people.phone.forbidden", "Expected no phone number, because you may not see the one that is there, but there is one.");
        if ((person.Email, person.WeComUserId, person.DingTalkUnionId) != (request.Email, request.WeComUserId, request.DingTalkUnionId) && await edit.HoldsMoreAsync(id, ct)) return HoldsMore(person.Name);
        // The trail never forgets, so it says that a phone number or an address changed, not what it was.
        List<string> changed = [];
        if (person.Name != name) changed.Add("name");
        if (person.Email != request.Email) changed.Add("email");
        if (seesPhone && await edit.Phones.ReadAsync(person, ct) != request.Phone) changed.Add("phone");
        if (person.WeComUserId != request.WeComUserId) changed.Add("weComUserId");
        if (person.Locale != request.Locale) changed.Add("locale");
        if (person.DingTalkUnionId != request.DingTalkUnionId) changed.Add("dingTalkUnionId");
        if (await edit.WriteFieldsAsync(FieldEntity.Person, id, id, request.Custom, isNew: false, ct) is var own && own.Refusal is { } unfitting) return unfitting;
        changed.AddRange(own.Changed.Select(key => $"custom.{key}"));
        if (changed.Count == 0) return id;
        edit.Record("org.person.change", "person", id, new { changed });
        (person.Name, person.Email, person.WeComUserId, person.Locale, person.DingTalkUnionId) = (name, request.Email, request.WeComUserId, request.Locale, request.DingTalkUnionId);
        if (seesPhone) await edit.Phones.KeepAsync(person, request.Phone, ct);
        return id;
    }

    private static Refusal? WhyNotText(Request request) =>
        OrgTexts.WhyNotName(request.Name, "a name of the person")
        ?? OrgTexts.WhyNotEmail(request.Email)
        ?? OrgTexts.WhyNotPhone(request.Phone)
        ?? (request.WeComUserId is null ? null : OrgTexts.WhyNotCode(request.WeComUserId, "a WeCom user id"))
        ?? (request.Locale is null ? null : OrgTexts.WhyNotLocale(request.Locale, "people.locale.invalid"))
        ?? (request.DingTalkUnionId is null ? null : OrgTexts.WhyNotCode(request.DingTalkUnionId, "a DingTalk unionId"));
}
