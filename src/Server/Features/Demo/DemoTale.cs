using System.Globalization;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Demo;

/// <summary>Tells a case line by line, from what the server's API says of it.</summary>
internal sealed class DemoTale(PlayPeople people, Guid caseId, TextWriter output)
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private readonly HashSet<string> told = [];
    private int entriesTold;

    /// <summary>Tells what has happened since the last time.</summary>
    public async Task TellNewsAsync(CancellationToken ct)
    {
        var timeline = (await people.GetAsync("liu.yang", $"/api/offboarding/{caseId:D}/timeline", ct))!["entries"]!.AsArray();
        foreach (var entry in timeline.Skip(entriesTold)) TellEntry(entry!);
        entriesTold = timeline.Count;
        foreach (var signature in (await SignaturesAsync(ct)).Where(s => told.Add("s" + (string)s!["id"]!)))
            Line(signature!["signedAtUtc"], "✍", "signature", $"{(string)signature["signerName"]!} signed 《{(string)signature["documentTitle"]!}》 sha256 {((string)signature["documentSha256"]!)[..12]}… {((bool)signature["isValid"]! ? "valid" : "INVALID")}");
        foreach (var job in (await JobsAsync(ct)).Where(j => IsDone(j!) && told.Add("j" + (string)j!["id"]!))) TellJob(job!);
        await TellPayAsync(ct);
    }

    /// <summary>Says in the last line how it ended.</summary>
    /// <returns>True when all is well.</returns>
    public async Task<bool> TellEndAsync(JsonNode chain, CancellationToken ct)
    {
        var shown = (await people.GetAsync("zhao.min", $"/api/offboarding/{caseId:D}", ct))!;
        var effects = (await people.GetAsync("xu.nuo", "/api/sandbox/effects?take=0", ct))!;
        output.WriteLine();
        output.WriteLine("What happened outside: " + string.Join(", ", effects["counts"]!.AsObject().Select(c => $"{c.Key} {c.Value}")));
        await TellFaultsAsync(ct);
        foreach (var twice in effects["repeated"]!.AsArray()) output.WriteLine($"DONE MORE THAN ONCE: {twice!["effect"]} {twice["subject"]} {twice["times"]} times");
        if (chain["problem"] is { } problem) output.WriteLine(problem.ToJsonString());
        var isVerified = (bool)chain["isVerified"]!;

        var items = shown["pay"]!["items"]!.AsArray();
        var isPaid = items.All(i => (string)i!["state"]! == "released");
        var nodes = (await people.GetAsync("liu.yang", $"/api/offboarding/{caseId:D}/timeline", ct))!["entries"]!.AsArray().Count(e => (string)e!["what"]! == "completed");
        var signatures = await SignaturesAsync(ct);
        var jobs = (await JobsAsync(ct)).Count(j => IsDone(j!));
        var isWell = isPaid && isVerified && (string)shown["stage"]! == "archived" && effects["repeated"]!.AsArray().Count == 0 && signatures.All(s => (bool)s!["isValid"]!);
        output.WriteLine($"offboarding finished: nodes={nodes} signatures={signatures.Count} jobs={jobs} pay={(isPaid ? "released" : "held")} chain={(isVerified ? "verified" : "BROKEN")}");
        return isWell;
    }

    private async Task TellFaultsAsync(CancellationToken ct)
    {
        var faults = (await people.GetAsync("xu.nuo", "/api/sandbox/faults", ct))!.AsArray();
        if (faults.Count == 0) return;
        output.WriteLine("What failed outside: " + string.Join(", ", faults.Select(f => $"{f!["system"]} {f["kind"]} {f["hits"]} of {f["seen"]} calls")));
    }

    private async Task<JsonArray> SignaturesAsync(CancellationToken ct) => (await people.GetAsync("zhao.min", $"/api/instances/{caseId:D}/signatures", ct))!.AsArray();

    private async Task<JsonArray> JobsAsync(CancellationToken ct) => (await people.GetAsync("xu.nuo", $"/api/jobs?instance={caseId:D}", ct))!.AsArray();

    private static bool IsDone(JsonNode job) => (string)job["state"]! is "done" or "Done" or "completed" or "Completed";

    private void TellEntry(JsonNode entry)
    {
        var activity = (string?)entry["activity"] ?? "";
        var who = (string?)entry["actorName"] ?? "";
        var outcome = (string?)entry["outcome"] ?? "";
        switch ((string)entry["what"]!)
        {
            case "started": Line(entry["atUtc"], "▶", "flow started", who); break;
            case "completed": Line(entry["atUtc"], "✔", activity, Joined(who, outcome == "Done" ? "" : outcome)); break;
            case "waits" when (string?)entry["detail"] is { } until && outcome is not "HrBpm.Remind" and not "HrBpm.Escalate": Line(entry["atUtc"], "…", activity, $"waits {until} ({outcome})"); break;
            case "waits" when outcome == "HrBpm.Task": Line(entry["atUtc"], "☐", activity, "task opened"); break;
            case "incident": Line(entry["atUtc"], "⚠", activity, $"{outcome}: {(string?)entry["detail"]}"); break;
            case "resolved": Line(entry["atUtc"], "↻", "incident " + outcome, Joined(who, (string?)entry["detail"] ?? "")); break;
            case "returned": Line(entry["atUtc"], "↩", activity, $"{outcome}: {(string?)entry["detail"]}"); break;
            case "cancelled": Line(entry["atUtc"], "✖", activity, "withdrawn"); break;
            case "ended": Line(entry["atUtc"], "■", "flow " + outcome.ToLowerInvariant(), (string?)entry["detail"] ?? ""); break;
        }
    }

    private void TellJob(JsonNode job)
    {
        var calls = job["calls"]!.AsArray();
        var failed = calls.Count(c => c!["failure"] is not null || (int?)c["status"] >= 400);
        Line(job["endedUtc"], "⚙", (string)job["activityType"]!, $"{calls.Count} calls{(failed > 0 ? $", {failed} of them failed" : "")}, attempt {(int)job["attempts"]!}");
    }

    private async Task TellPayAsync(CancellationToken ct)
    {
        if ((await people.GetAsync("zhao.min", $"/api/offboarding/{caseId:D}", ct))!["pay"] is not { } pay) return;
        foreach (var item in pay["items"]!.AsArray())
        {
            var state = (string)item!["state"]!;
            var reason = (string?)item["reason"] ?? "";
            if (told.Add($"p{(string)item["id"]!}{state}{reason}")) Line(item["releasedUtc"], "¥", $"{(string)item["kind"]!} {state}", $"{Yuan(item)} {reason}");
        }
    }

    private static string Yuan(JsonNode item) => ((long?)item["amountMinor"] ?? (long?)item["amount"]?["amountMinor"] ?? 0) is var minor ? (minor / 100m).ToString("N2", CultureInfo.InvariantCulture) + " CNY" : "";

    private void Line(JsonNode? moment, string mark, string what, string detail)
    {
        var at = OffboardingPlay.Moment(moment) is { } utc ? TimeZoneInfo.ConvertTimeFromUtc(utc, Shanghai).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : new string(' ', 19);
        output.WriteLine($"{at}  {mark} {what}{(detail.Length > 0 ? "  — " + detail : "")}");
    }

    private static string Joined(string who, string what) => who.Length == 0 || what.Length == 0 ? who + what : $"{who}, {what}";
}
