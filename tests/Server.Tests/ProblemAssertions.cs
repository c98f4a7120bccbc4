using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests;

/// <summary>What a test expects of an error answer.</summary>
internal static class ProblemAssertions
{
    /// <summary>The answer is RFC 9457 problem details with this status and code, and gives nothing of our insides away.</summary>
    public static async Task<JsonObject> ShouldBeProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        text.ShouldNotContain("HrBpm.");
        text.ShouldNotContain("System.");
        text.ShouldNotContain("   at ");
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        problem["code"]!.GetValue<string>().ShouldBe(code, text);
        problem["status"]!.GetValue<int>().ShouldBe((int)status);
        return problem;
    }
}
