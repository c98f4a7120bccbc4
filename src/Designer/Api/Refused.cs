using System.Text.Json;
using HrBpm.Designer.Texts;

namespace HrBpm.Designer.Api;

/// <summary>Why the server did not do what was asked (RFC 9457).</summary>
/// <param name="Status">HTTP status; 0 when the server could not be reached.</param>
/// <param name="Code">Stable code, for example <c>tasks.already-handled</c>.</param>
/// <param name="Detail">What was expected and what came, in English: for those who look after the system.</param>
public sealed record Refused(int Status, string Code, string Detail)
{
    /// <summary>Nobody is signed in, or not any more.</summary>
    public bool IsSignedOut => Status == 401;

    /// <summary>The server could not be reached: nothing is known of what was asked.</summary>
    public bool IsUnreachable => Status == 0;

    /// <summary>What people are told, in their language.</summary>
    public string Sentence => ProblemWords.Say(IsUnreachable ? "client.unreachable" : Code, Status);

    /// <summary>What went wrong.</summary>
    public static Refused Of(Exception e) => e switch
    {
        ApiException<Problem> told => new(told.StatusCode, told.Result.Code ?? "", told.Result.Detail ?? told.Result.Title ?? ""),
        ApiException api => Read(api.StatusCode, api.Response),
        HttpRequestException or TaskCanceledException => new(0, "client.unreachable", e.Message),
        _ => new(0, "client.failed", e.Message),
    };

    /// <summary>A refusal, from the body of the answer.</summary>
    public static Refused Read(int status, string? content)
    {
        try
        {
            using var body = JsonDocument.Parse(content ?? "");
            var root = body.RootElement;
            return new(status, Text(root, "code") ?? "", Text(root, "detail") ?? Text(root, "title") ?? "");
        }
        catch (JsonException)
        {
            return new(status, "", "");
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
