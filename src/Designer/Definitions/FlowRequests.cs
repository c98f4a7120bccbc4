using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using HrBpm.Designer.Api;

namespace HrBpm.Designer.Definitions;

/// <summary>Requests about definitions, in the reader's language, whose refusals name the cards that they are about.</summary>
internal static class FlowRequests
{
    private static string Language => CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : "zh-CN";

    /// <summary>Sends it.</summary>
    /// <exception cref="FlowRefusedException">The server refused.</exception>
    /// <exception cref="HttpRequestException">It could not be reached.</exception>
    public static async Task<HttpResponseMessage> SendFlowAsync(this HttpClient http, HttpRequestMessage request)
    {
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(Language));
        var answer = await http.SendAsync(request);
        if (answer.IsSuccessStatusCode) return answer;
        var body = await answer.Content.ReadAsStringAsync();
        answer.Dispose();
        var errors = InputValue.Parse(body) is JsonObject problem && problem["validationErrors"] is JsonArray list ? list.OfType<JsonObject>().Select(Problem).ToList() : [];
        throw new FlowRefusedException(Refused.Read((int)answer.StatusCode, body), errors);
    }

    /// <summary>One of the things that are wrong with a definition.</summary>
    public static FlowProblem Problem(JsonObject problem) => new(
        Text(problem, "code"), Text(problem, "severity") is "Error" or "error" or "", Text(problem, problem.ContainsKey("node") ? "node" : "activityId"),
        Text(problem, !Language.StartsWith("en", StringComparison.Ordinal) && problem.ContainsKey("messageZhCn") ? "messageZhCn" : "message"), (string?)problem["field"]);

    private static string Text(JsonObject from, string name) => from[name]?.ToString() ?? "";
}
