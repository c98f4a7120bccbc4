using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Offboarding;

/// <summary>What the flows that we deliver promise about signatures.</summary>
public sealed class PersonalSignatureTests
{
    private static readonly string[] HandingOver = ["transfer", "delegate", "addBefore", "addAfter", "addBeside"];

    [Fact]
    public void A_signature_that_a_flow_asks_of_named_persons_is_given_by_nobody_else()
    {
        var personal = Directory.EnumerateFiles(Path.Combine(Repository.Root, "workflows-definitions"), "*.json", SearchOption.AllDirectories)
            .SelectMany(file => Steps(JsonNode.Parse(File.ReadAllText(file))!)).Where(IsPersonal).ToList();

        personal.Select(step => (string)step["id"]!).ShouldContain("sheet");
        foreach (var step in personal)
        {
            ((string?)Value(step, "escalation")).ShouldBe("Inform", $"{step["id"]} is signed in person, so being late only informs.");
            ((bool?)Value(step, "allowsAwayDelegate")).ShouldBe(false);
            HandingOver.ShouldAllBe(verb => !((string)Value(step, "actions")!).Contains(verb, StringComparison.Ordinal));
        }
    }

    private static bool IsPersonal(JsonObject step) =>
        Value(step, "signature") is JsonValue signature && signature.TryGetValue<bool>(out var isSigned) && isSigned && ((string?)Value(step, "assignees"))?.Contains("by: 'Person'", StringComparison.Ordinal) == true;

    private static JsonNode? Value(JsonObject step, string input) => step[input]?["expression"]?["value"];

    private static IEnumerable<JsonObject> Steps(JsonNode node) => node switch
    {
        JsonObject step when ((string?)(step["type"] as JsonValue))?.StartsWith("HrBpm.", StringComparison.Ordinal) == true => [step],
        JsonObject members => members.SelectMany(member => member.Value is null ? [] : Steps(member.Value)),
        JsonArray list => list.SelectMany(each => each is null ? [] : Steps(each)),
        _ => [],
    };
}
