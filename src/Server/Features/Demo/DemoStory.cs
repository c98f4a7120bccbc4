using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Demo;

/// <summary>What is told: one resignation, as planned, with failing systems, or with a handover that is late.</summary>
/// <param name="HasFaults">The outside systems fail a third of their calls.</param>
/// <param name="IsLate">The handover is still open when the statutory pay date comes.</param>
internal sealed record DemoStory(bool HasFaults, bool IsLate)
{
    /// <summary>Always the same, so that a resumed demo finds the case that it began.</summary>
    public static readonly Guid RequestId = new("0198d000-0000-7000-8000-000000000001");

    /// <summary>How people answer; steps that are not named are simply done.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PlayMove>> Moves => IsLate
        ? new Dictionary<string, IReadOnlyList<PlayMove>>
        {
            ["confirmLines"] = [new PlayMove(Hold: "markStatutory")],
            ["checkAssets"] = [new PlayMove(Hold: "markStatutory")],
        }
        : [];

    /// <summary>What goes wrong outside: a third of the calls, by the same dice in every demo, and each system at least once.</summary>
    public IEnumerable<JsonObject> Faults => HasFaults
        ?
        [
            Fault("weCom", "http5xx", 0.11, 1), Fault("weCom", "expiredToken", 0.11, 2), Busy(0.11, 3),
            Fault("scim", "http5xx", 0.33, 22), Fault("payroll", "http5xx", 0.33, 12),
        ]
        : [];

    /// <summary>The resignation: a month's notice, and the last days as leave.</summary>
    public static JsonObject Resignation(DateOnly today, Guid leaver, Guid receiver) => new()
    {
        ["requestId"] = RequestId,
        ["leaverId"] = leaver,
        ["kind"] = "resignation",
        ["noticeDate"] = Day(today),
        ["legalEnd"] = Day(today.AddDays(30)),
        ["lastWorkingDay"] = Day(today.AddDays(25)),
        ["payThrough"] = Day(today.AddDays(30)),
        ["receiverId"] = receiver,
        ["reason"] = "个人发展",
        ["waiver"] = "none",
    };

    private static JsonObject Fault(string system, string kind, double rate, int seed) => new() { ["system"] = system, ["kind"] = kind, ["rate"] = rate, ["seed"] = seed };

    private static JsonObject Busy(double rate, int seed)
    {
        var fault = Fault("weCom", "errcode", rate, seed);
        fault["errcode"] = -1;
        return fault;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
