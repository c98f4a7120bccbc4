using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Demo;

/// <summary>One person's turn at one task: by session, by a link without signing in, or through a proxy.</summary>
internal sealed class PlayTurn(PlayPeople people, PlayTask task, PlayMove move, string hr)
{
    private string Path => $"/api/tasks/{task.TaskId:D}";

    public async Task TakeAsync(CancellationToken ct)
    {
        switch (move.Via)
        {
            case "link":
                await ByLinkAsync(ct);
                break;
            case "proxy":
                await people.PostAsync(hr, $"{Path}/proxy", new JsonObject { ["to"] = await IdOfAsync(move.Proxy!, ct), ["reason"] = move.Comment ?? "本人无法办理" }, ct);
                await AnswerAsync(Path, As(move.Proxy!, ct));
                break;
            default:
                await BySessionAsync(ct);
                break;
        }
    }

    // A leaver whose account is disabled has to be sent a link.
    private async Task BySessionAsync(CancellationToken ct)
    {
        try
        {
            await AnswerAsync(Path, As(task.UserName, ct));
        }
        catch (PlayException refused) when (refused.Status == StatusCodes.Status401Unauthorized)
        {
            await ByLinkAsync(ct);
        }
    }

    private async Task ByLinkAsync(CancellationToken ct)
    {
        var link = await people.PostAsync(hr, $"{Path}/links", new JsonObject { ["reason"] = "离职人账号已停用" }, ct);
        var way = $"/api/task-links/{(string)link!["token"]!}";
        var shown = await people.AsNobodyAsync(HttpMethod.Get, way, null, ct);
        await people.AsNobodyAsync(HttpMethod.Post, way, Completion(shown!), ct);
    }

    private Func<string, JsonObject?, Task<JsonNode?>> As(string userName, CancellationToken ct) =>
        (path, body) => people.SendAsync(userName, body is null ? HttpMethod.Get : HttpMethod.Post, path, body, ct);

    private async Task AnswerAsync(string path, Func<string, JsonObject?, Task<JsonNode?>> ask)
    {
        var shown = (await ask(path, null))!;
        switch (move.Action)
        {
            case "return":
                await ask($"{path}/return", new JsonObject { ["to"] = move.To ?? "initiator", ["then"] = move.Then ?? "walk", ["comment"] = move.Comment ?? "请补充后重新提交", ["version"] = shown["version"]?.DeepClone() });
                break;
            case "transfer" or "delegate":
                await ask($"{path}/{move.Action}", new JsonObject { ["to"] = await IdOfAsync(move.To!, CancellationToken.None), ["comment"] = move.Comment ?? "请代为处理", ["version"] = shown["version"]?.DeepClone() });
                break;
            default:
                await ask($"{path}/complete", Completion(shown));
                break;
        }
    }

    private JsonObject Completion(JsonNode shown)
    {
        var action = move.Action ?? ((string?)shown["kind"] is { } kind && kind.Equals("approval", StringComparison.OrdinalIgnoreCase) ? "approve" : "complete");
        var body = new JsonObject { ["action"] = action, ["version"] = shown["version"]?.DeepClone() };
        if (move.Comment is { } comment) body["comment"] = comment;
        else if (action == "reject") body["comment"] = "不同意";
        if (Answers(shown) is { } answers) body["answers"] = answers;
        // A delegate only answers; the owner, who decides, signs.
        if ((bool?)shown["needsSignature"] == true && action != "reject" && shown["onBehalfOf"] is null)
            body["signature"] = new JsonObject { ["password"] = people.Password, ["intentShown"] = shown["intent"]?.DeepClone() };
        return body;
    }

    private JsonObject? Answers(JsonNode shown)
    {
        var answers = (move.Answers ?? PlayAnswers.Of(task.ActivityId, shown["data"]))?.DeepClone().AsObject();
        foreach (var (member, value) in move.Amend ?? []) answers![member] = value?.DeepClone();
        return answers;
    }

    private async Task<string> IdOfAsync(string userName, CancellationToken ct)
    {
        var found = await people.GetAsync(hr, $"/api/people?search={Uri.EscapeDataString(userName)}", ct);
        return found!["items"]!.AsArray().Where(person => (string)person!["userName"]! == userName).Select(person => (string)person!["id"]!).FirstOrDefault()
            ?? throw new PlayException($"Expected a person {userName}, but there is none.");
    }
}
