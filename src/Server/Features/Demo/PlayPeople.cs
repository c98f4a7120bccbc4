using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Demo;

/// <summary>The people of a play, each with a session of their own, talking to the server over HTTP as a browser would.</summary>
internal sealed class PlayPeople(Uri server, string password) : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpClient> sessions = new();
    private readonly HttpClient nobody = Connect(server);

    /// <summary>The password of them all.</summary>
    public string Password => password;

    /// <summary>Asks as this person.</summary>
    /// <exception cref="PlayException">The server refused.</exception>
    public async Task<JsonNode?> GetAsync(string userName, string path, CancellationToken ct) => await SendAsync(userName, HttpMethod.Get, path, null, ct);

    /// <summary>Does something as this person.</summary>
    /// <exception cref="PlayException">The server refused.</exception>
    public async Task<JsonNode?> PostAsync(string userName, string path, JsonNode? body, CancellationToken ct) => await SendAsync(userName, HttpMethod.Post, path, body, ct);

    /// <summary>Does something without signing in.</summary>
    /// <exception cref="PlayException">The server refused.</exception>
    public async Task<JsonNode?> AsNobodyAsync(HttpMethod method, string path, JsonNode? body, CancellationToken ct)
    {
        using var answer = await nobody.SendAsync(Request(method, path, body), ct);
        return await ReadAsync(answer, "nobody", path, ct);
    }

    /// <summary>Does something as this person.</summary>
    /// <exception cref="PlayException">The server refused.</exception>
    public async Task<JsonNode?> SendAsync(string userName, HttpMethod method, string path, JsonNode? body, CancellationToken ct)
    {
        using var answer = await (await SessionAsync(userName, ct)).SendAsync(Request(method, path, body), ct);
        return await ReadAsync(answer, userName, path, ct);
    }

    public void Dispose()
    {
        nobody.Dispose();
        foreach (var session in sessions.Values) session.Dispose();
    }

    private async Task<HttpClient> SessionAsync(string userName, CancellationToken ct)
    {
        if (sessions.TryGetValue(userName, out var known)) return known;
        var session = Connect(server);
        using var answer = await session.SendAsync(Request(HttpMethod.Post, "/api/sign-in", new JsonObject { ["userName"] = userName, ["password"] = password }), ct);
        await ReadAsync(answer, userName, "/api/sign-in", ct);
        return sessions.GetOrAdd(userName, session);
    }

    // Each person has cookies of their own, which clients of a factory would share.
    private static HttpClient Connect(Uri server) => new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = server };

    private static HttpRequestMessage Request(HttpMethod method, string path, JsonNode? body) =>
        new(method, path) { Content = body is null ? null : JsonContent.Create(body) };

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage answer, string userName, string path, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode) throw PlayException.Refused(userName, path, (int)answer.StatusCode, text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}

/// <summary>A play cannot go on.</summary>
internal sealed class PlayException(string message, int? status = null, string? code = null) : Exception(message)
{
    /// <summary>The server's status, when it was the server that refused.</summary>
    public int? Status { get; } = status;

    /// <summary>The server's code, when it was the server that refused.</summary>
    public string? Code { get; } = code;

    public static PlayException Refused(string userName, string path, int status, string body)
    {
        string? code = null;
        try
        {
            code = (string?)JsonNode.Parse(body)?["code"];
        }
        catch (System.Text.Json.JsonException)
        {
            // Not everything that answers speaks JSON; the text itself is in the message.
        }
        return new($"Expected {path} to accept what {userName} asked, but it answered {status}: {body}", status, code);
    }
}
