using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using static HrBpm.Server.Features.Inbox.Pages.PhonePage;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>Choosing a person without a script: a word is looked up, and one of those found is ticked.</summary>
internal static class PersonChoice
{
    private const int Most = 8;

    /// <summary>The verbs that are done with somebody.</summary>
    public static bool IsFor(string verb) => verb is TaskVerbs.Transfer or TaskVerbs.Delegate or TaskVerbs.AddBefore or TaskVerbs.AddAfter or TaskVerbs.AddBeside or TaskVerbs.Cc or TaskVerbs.RemoveSigner;

    public static async Task<Html> DrawAsync(TaskDetails task, string verb, PageAnswer said, PageWords words, HttpContext http, CancellationToken ct)
    {
        if (verb == TaskVerbs.RemoveSigner) return Html.Of($"<h2>{words.Say("不再需要谁签署", "Who need not sign any more")}</h2>{Options([.. Added(task).Select(p => (p.Id, p.Name, ""))], said, words)}");
        var found = said.Search.Trim().Length == 0 ? [] : await FindAsync(said.Search, http, ct);
        return Html.Of($"""
            <h2>{words.Say("选择人员", "Choose a person")}</h2><label class="l" for="search">{words.Say("姓名、拼音或工号", "Name, pinyin or number")}</label>
            <div class="r"><input class="in" id="search" name="search" value="{said.Search}" autocomplete="off"><button class="btn" name="find" value="1" formnovalidate>{words.Say("查找", "Find")}</button></div>
            {(said.Search.Trim().Length == 0 ? null : found.Count == 0 ? Html.Of($"<p class=\"err\" role=\"status\">{words.Say("没有找到你能选择的人", "Nobody was found whom you can choose")}</p>") : Options(found, said, words))}
            """);
    }

    // Whoever was asked to sign as well, and has not decided yet.
    private static IEnumerable<NamedPerson> Added(TaskDetails task) =>
        task.History.Where(entry => entry is { Origin: AssignmentOrigin.Added, State: AssignmentState.Open or AssignmentState.Queued }).Select(entry => entry.Assignee).DistinctBy(p => p.Id);

    private static Html Options(List<(Guid Id, string Name, string Place)> people, PageAnswer said, PageWords words) => Html.Of($"""
        <fieldset><legend class="sr">{words.Say("人员", "Person")}</legend><div class="opts col">{Html.Join(people.Select(p => Html.Of($"<label class=\"btn\"><input type=\"radio\" name=\"person\" value=\"{p.Id}\"{(p.Id == said.Person || people.Count == 1 ? Html.Known(" checked") : null)}><span>{p.Name} <span class=\"f s\">{p.Place}</span></span></label>")))}</div></fieldset>
        """);

    // Those whom the person may look up, as behind the API.
    private static async Task<List<(Guid Id, string Name, string Place)>> FindAsync(string search, HttpContext http, CancellationToken ct)
    {
        var services = http.RequestServices;
        var user = services.GetRequiredService<CurrentUser>();
        if (!user.Has(Permission.PeopleRead)) return [];
        var answer = await SearchPeople.HandleAsync(search, null, Most, new PeopleFilter(), services.GetRequiredService<AppDbContext>(), services.GetRequiredService<CompanyKeys>(), user, services.GetRequiredService<TimeProvider>(), ct);
        return answer.Result is Ok<SearchPeople.Response> { Value: { } found } ? [.. found.Items.Where(p => p.IsActive).Select(p => (p.Id, p.Name, $"{p.Department} · {p.Position}"))] : [];
    }
}
