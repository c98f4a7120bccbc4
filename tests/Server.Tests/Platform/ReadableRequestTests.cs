using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HrBpm.Server.Tests.Roles;

namespace HrBpm.Server.Tests.Platform;

/// <summary>Kinds of requests that once went wrong in the middle of the work.</summary>
public sealed class ReadableRequestTests(OneServer servers) : IClassFixture<OneServer>
{
    [Theory]
    [InlineData("NUL", "a\\u0000b", 18)]
    [InlineData("half of a pair", "\\ud83d\\u0041", 17)]
    [InlineData("the other half", "\\ude00", 17)]
    public async Task Text_that_no_database_keeps_is_refused(string what, string text, int at)
    {
        foreach (var (path, member) in new[] { ("/api/tasks/approve", "comment"), ("/elsa/api/workflow-definitions", "model42") })
        {
            var before = $$"""{"{{member}}":"x","y":""";
            var problem = await (await PostAsync(path, $$"""{{before}}"{{text}}"}""")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.text");
            ((string?)problem["detail"]).ShouldBe($"Expected UTF-8 without NUL and without half surrogate pairs, but there is something else at byte {before.Length + at - 15}.", what);
        }
    }

    [Fact]
    public async Task What_is_no_UTF_8_is_refused_and_a_pair_is_no_half()
    {
        byte[] latin = [.. "{\"userName\":\"M"u8, 0xfc, .. "ller\"}"u8];
        await (await PostAsync("/api/tasks/approve", latin)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.text");
        await (await PostAsync("/api/tasks/approve", "{}"u8.ToArray(), "application/json; charset=utf-16")).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "request.media-type");
        await (await PostAsync("/api/tasks/approve", "{}"u8.ToArray(), "application/json; charset=klingon")).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "request.media-type");
        await (await PostAsync("/api/sign-in", """{"userName":"\ud83d\ude00","password":"\\u0000"}""")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in.refused");
    }

    [Theory]
    [InlineData("/api/sign-in", """{"userName":"a","userName":"b","password":"x"}""", "userName")]
    [InlineData("/elsa/api/workflow-definitions/import", """{"definitionId":"a","root":{"id":"1","id":"2"}}""", "id")]
    public async Task A_field_that_is_there_twice_is_refused_and_not_guessed(string path, string body, string name)
    {
        var problem = await (await PostAsync(path, body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.json");
        ((string?)problem["detail"]).ShouldBe($"Expected each field once, but '{name}' is there twice.");
    }

    [Fact]
    public async Task Null_in_a_list_of_values_is_refused()
    {
        var admin = await servers.AsAsync("xu.nuo");
        var answer = await admin.PutAsync("/api/roles/It", Body("""{"rights":[null]}"""u8.ToArray()));
        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.json");
        ((string?)problem["detail"]).ShouldBe("Expected 'rights' to hold values, but one of them is null.");
    }

    [Fact]
    public async Task A_form_that_is_none_is_said_to_be_none()
    {
        var admin = await servers.AsAsync("xu.nuo");
        await (await admin.PostAsync("/api/people/imports", null)).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "request.media-type");
        var problem = await (await admin.PostAsync("/api/people/imports", Body("--b\r\n"u8.ToArray(), "multipart/form-data"))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
        ((string?)problem["detail"]).ShouldBe("Expected a form with a file in the field 'file', but it cannot be read as one.");
    }

    [Fact]
    public async Task A_NUL_in_an_address_is_refused() =>
        await (await (await servers.AsAsync("xu.nuo")).GetAsync("/api/people?search=a%00b")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.text");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Somebody_who_is_signed_in_may_ask_for_the_health_too(TestDatabase database) =>
        (await (await servers.AsAsync("li.na", database)).GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);

    private Task<HttpResponseMessage> PostAsync(string path, string body) => PostAsync(path, Encoding.UTF8.GetBytes(body));

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string type = "application/json") => await (await servers.AsAsync("xu.nuo")).PostAsync(path, Body(body, type));

    private static ByteArrayContent Body(byte[] body, string type = "application/json") => new(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
}
