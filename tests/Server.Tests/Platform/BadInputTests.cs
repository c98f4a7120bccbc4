using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using HrBpm.Server.Features.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Platform;

public sealed class BadInputTests
{
    [Theory]
    [InlineData("""{"userName":"li.na","passwort":"x"}""", "Expected only fields that /api/sign-in knows, but got 'passwort'.")]
    [InlineData("""{"userName":7,"password":"x"}""", "Expected 'userName' to be a string, but it is a number (line 1, byte 14).")]
    [InlineData("""{"userName":"li.na"}""", "Expected the body to have 'password', but it has not.")]
    [InlineData("""{"userName":"li.na","password":null}""", "Expected 'password' to have a value, but it is null.")]
    [InlineData("""{"userName":"li.na",""", "Expected well-formed JSON, but it is not (line 1, byte 20).")]
    [InlineData("""["li.na"]""", "Expected the body to be an object, but it is something else (line 1, byte 2).")]
    public async Task A_wrong_body_is_answered_with_what_was_expected_and_what_came(string body, string sentence)
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        var answer = await server.Client().PostAsync("/api/sign-in", Json(body));

        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.json");
        problem["detail"]!.GetValue<string>().ShouldBe(sentence);
    }

    [Fact]
    public async Task A_missing_body_is_said_to_be_missing()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        var answer = await server.Client().PostAsync("/api/sign-in", Json(""));

        (await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.invalid"))["detail"]!.GetValue<string>().ShouldBe("Expected a JSON body, but there is none.");
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_not_read()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        var answer = await server.Client().PostAsync("/api/sign-in", new StringContent("userName=li.na", Encoding.UTF8, "application/x-www-form-urlencoded"));

        await answer.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "request.media-type");
    }

    [Theory]
    [InlineData("/api/people?take=many", "request.invalid", "Expected 'take' to be a whole number, but it is 'many'.")]
    [InlineData("/api/people?take=0", "people.take", "Expected 'take' to be between 1 and 200, but it is 0.")]
    [InlineData("/api/people?skip=-1", "people.skip", "Expected 'skip' to be 0 or more, but it is -1.")]
    public async Task A_wrong_query_is_answered_with_what_was_expected_and_what_came(string address, string code, string sentence)
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var client = await server.SignInAsync("liu.yang");

        var answer = await client.GetAsync(address);

        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
        problem["detail"]!.GetValue<string>().ShouldBe(sentence);
    }

    [Fact]
    public async Task A_body_of_20_MB_is_refused_before_it_is_sent()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in") { Content = Json($$"""{"userName":"{{new string('a', 20_000_000)}}","password":"x"}""") };
        request.Headers.ExpectContinue = true;

        var answer = await server.Client().SendAsync(request);

        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.too-large");
        problem["detail"]!.GetValue<string>().ShouldStartWith("Expected a body of at most 1048576 bytes, but it has 200000");
    }

    [Fact]
    public async Task A_body_that_does_not_say_how_large_it_is_is_refused_once_it_is_too_large()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/sign-in HTTP/1.1\r\nHost: {server.Address.Authority}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\"\r\n"));
        var firstLine = new StreamReader(stream).ReadLineAsync();

        // The socket may break as soon as the server has answered and closed it.
        var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('a', 0x10000)}\r\n");
        var sent = await Record.ExceptionAsync(async () =>
        {
            for (var size = 0; size < 20_000_000 && !firstLine.IsCompleted; size += 0x10000) await stream.WriteAsync(chunk);
        });

        sent.ShouldBeOneOf(null, sent as IOException);
        (await firstLine).ShouldBe("HTTP/1.1 413 Payload Too Large");
    }

    [Fact]
    public async Task An_unknown_address_is_a_problem_too()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        await (await server.Client().GetAsync("/api/nothing-here")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "request.unknown");
    }

    [Fact]
    public async Task An_unexpected_failure_says_nothing_about_our_insides()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite,
            adjust: builder => builder.Services.AddSingleton<PasswordCheck>(_ => throw new InvalidOperationException("the vault is behind the picture")));

        var answer = await server.Client().PostAsync("/api/sign-in", Json("""{"userName":"li.na","password":"whatever"}"""));

        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "server.error");
        problem.ToJsonString().ShouldNotContain("vault");
        problem["traceId"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    private static StringContent Json(string body) => new(body, new MediaTypeHeaderValue("application/json"));
}
