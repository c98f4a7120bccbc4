using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrBpm.Activities.Inbox;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Server.Features.Inbox;

/// <summary>The JSON columns of a task.</summary>
internal static class TaskJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Readable Chinese in the database; it is never put into a page as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static IReadOnlyList<FormField> Form(HumanTask task) => JsonSerializer.Deserialize<List<FormField>>(task.Form, Options)!;

    public static IReadOnlyList<EarlierStep> EarlierSteps(HumanTask task) => JsonSerializer.Deserialize<List<EarlierStep>>(task.EarlierSteps, Options)!;

    public static StepTerms Terms(HumanTask task) => JsonSerializer.Deserialize<StepTerms>(task.Terms, Options)!;

    public static string? WriteValue(object? value) => Values.ToJson(value)?.ToJsonString(Options);

    public static JsonNode? ReadNode(string? json) => json is null ? null : JsonNode.Parse(json);

    /// <summary>The answers of a request as values of the engine.</summary>
    public static IReadOnlyDictionary<string, object?>? Answers(JsonObject? answers) => (IReadOnlyDictionary<string, object?>?)Values.FromJson(answers);
}
