using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Demo;

namespace HrBpm.Server.Features.Demo;

/// <summary>Tries, as the different people, what none of them may do, and tells how each was refused.</summary>
internal sealed class DemoRefusals(PlayPeople people, Guid caseId)
{
    private const string Leaver = "zhang.wei", Manager = "li.na", Hr = "liu.yang", HrManager = "zhao.min", Clerk = "feng.xue", It = "sun.lei", School = "kang.ning", Colleague = "chen.chen";

    private readonly List<Refused> refused = [];
    private bool hasTriedEarly;

    /// <param name="Who">Name and role.</param>
    /// <param name="What">What was tried.</param>
    /// <param name="Status">HTTP status; null when nobody refused it.</param>
    /// <param name="Code">The problem's code.</param>
    private sealed record Refused(string Who, string What, int? Status, string? Code);

    /// <summary>What is tried while somebody else has a task of the case open: the acts of horilla-hr #733, where a leaver completed the tasks of others.</summary>
    public async Task TryEarlyAsync(PlayState state, CancellationToken ct)
    {
        if (hasTriedEarly || state.Open.FirstOrDefault(t => t.UserName == Manager) is not { } task) return;
        hasTriedEarly = true;
        var approve = new JsonObject { ["action"] = "approve" };
        await TryAsync(Leaver, "张伟, who leaves", "answers his manager's task about his own leaving", HttpMethod.Post, $"/api/tasks/{task.TaskId:D}/complete", approve, ct);
        await TryAsync(Leaver, "张伟, who leaves", "hands that task on to a friend", HttpMethod.Post, $"/api/tasks/{task.TaskId:D}/transfer", new JsonObject { ["to"] = DemoIds.Of(Colleague) }, ct);
        await TryAsync(Hr, "刘洋, HR specialist", "answers the manager's task in the manager's place", HttpMethod.Post, $"/api/tasks/{task.TaskId:D}/complete", approve, ct);
        await TryAsync(Colleague, "陈晨, a colleague", "reads the manager's task", HttpMethod.Get, $"/api/tasks/{task.TaskId:D}", null, ct);
    }

    /// <summary>Everything else, after the case is closed.</summary>
    public async Task TryLateAsync(CancellationToken ct)
    {
        var leaver = DemoIds.Of(Leaver);
        await TryAsync(Manager, "李娜, direct manager", "changes a person of another team", HttpMethod.Put, $"/api/people/{DemoIds.Of("emma.jones"):D}", new JsonObject { ["name"] = "Emma", ["email"] = "e@example.com" }, ct);
        await TryAsync(Manager, "李娜, direct manager", "reads who signs in where (the audit log)", HttpMethod.Get, "/api/audit/entries", null, ct);
        await TryAsync(Hr, "刘洋, HR specialist", "reads what people are paid", HttpMethod.Get, "/api/payroll/statements", null, ct);
        await TryAsync(Clerk, "冯雪, payroll clerk", "reads the leaver's personnel file", HttpMethod.Get, $"/api/people/{leaver:D}", null, ct);
        await TryAsync(Clerk, "冯雪, payroll clerk", "reads an identity number", HttpMethod.Get, $"/api/people/{leaver:D}/secrets", null, ct);
        await TryEarlyReleaseAsync(ct);
        await TryTwoPersonActAloneAsync(ct);
        await TryAsync(HrManager, "赵敏, HR manager", "grants herself a role", HttpMethod.Post, "/api/role-grants", Grant(HrManager, "HrBp"), ct);
        await TryAsync(School, "康宁, of the other company", "reads the case", HttpMethod.Get, $"/api/offboarding/{caseId:D}", null, ct);
        await TryAsync(School, "康宁, of the other company", "reads the flow behind it", HttpMethod.Get, $"/api/instances/{caseId:D}", null, ct);
        await TryAsync(School, "康宁, of the other company", "reads the leaver's file", HttpMethod.Get, $"/api/people/{leaver:D}", null, ct);
        await TryAsync(Leaver, "张伟, who has left", "goes on with his old session", HttpMethod.Get, "/api/me", null, ct);
        await TryAsync(null, "张伟, who has left", "signs in with the right password", HttpMethod.Post, "/api/sign-in", new JsonObject { ["userName"] = Leaver, ["password"] = people.Password }, ct);
    }

    /// <summary>Prints the table.</summary>
    /// <returns>True when every act was refused.</returns>
    public bool Tell(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Who was refused what:");
        var (who, what) = (refused.Max(r => Width(r.Who)), refused.Max(r => Width(r.What)));
        foreach (var row in refused)
            output.WriteLine($"  {Padded(row.Who, who)}  {Padded(row.What, what)}  {(row.Status is { } status ? status.ToString(CultureInfo.InvariantCulture) : "NOT REFUSED")} {row.Code}".TrimEnd());
        return refused.All(r => r.Status is not null);
    }

    private async Task TryEarlyReleaseAsync(CancellationToken ct)
    {
        var statement = (await people.GetAsync(HrManager, $"/api/offboarding/{caseId:D}", ct))!["pay"]!;
        var body = new JsonObject { ["requestId"] = Guid.CreateVersion7(), ["items"] = new JsonArray(statement["items"]![0]!["id"]!.DeepClone()), ["reason"] = "急用" };
        await TryAsync(It, "孙磊, IT", "has pay released before its time", HttpMethod.Post, $"/api/payroll/statements/{(string)statement["statementId"]!}/early-release", body, ct);
    }

    // Asking is allowed, so what was asked for is taken back in the end.
    private async Task TryTwoPersonActAloneAsync(CancellationToken ct)
    {
        var asked = await people.PostAsync(HrManager, "/api/role-grants", Grant("dong.jie", "PayrollClerk"), ct);
        var request = $"/api/two-person-requests/{(string)asked!["requestId"]!}";
        await TryAsync(HrManager, "赵敏, HR manager", "grants a powerful role, and consents to it herself", HttpMethod.Post, $"{request}/consent", null, ct);
        await people.PostAsync(HrManager, $"{request}/refuse", null, ct);
    }

    private async Task TryAsync(string? userName, string who, string what, HttpMethod method, string path, JsonNode? body, CancellationToken ct)
    {
        try
        {
            if (userName is null) await people.AsNobodyAsync(method, path, body, ct);
            else await people.SendAsync(userName, method, path, body, ct);
            refused.Add(new Refused(who, what, null, null));
        }
        catch (PlayException no) when (no.Status is >= 400 and < 500)
        {
            refused.Add(new Refused(who, what, no.Status, no.Code));
        }
    }

    private static JsonObject Grant(string person, string role) => new() { ["personId"] = DemoIds.Of(person), ["role"] = role };

    private static string Padded(string text, int width) => text + new string(' ', width - Width(text));

    // A Chinese character is as wide as two others.
    private static int Width(string text) => text.Sum(c => c >= '\u1100' ? 2 : 1);
}
