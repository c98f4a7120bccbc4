using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrBpm.Activities.Connectors.WeCom;

// The shapes follow developer.work.weixin.qq.com; names are snake case on the wire, numbers are sometimes sent as text.

/// <summary>What every answer of WeCom holds. Only <c>errcode</c> counts: the text of <c>errmsg</c> changes and carries warnings.</summary>
internal record WeComReply
{
    public int? Errcode { get; init; }
    public string Errmsg { get; init; } = "";
}

internal sealed record TokenReply : WeComReply
{
    public string AccessToken { get; init; } = "";
    public int ExpiresIn { get; init; }
}

internal sealed record MemberReply : WeComReply
{
    public string Userid { get; init; } = "";
    public int Status { get; init; }
}

internal sealed record IdentityReply : WeComReply
{
    public string? Userid { get; init; }
}

internal sealed record UnassignedReply : WeComReply
{
    public IReadOnlyList<UnassignedCustomer>? Info { get; init; }
    public bool IsLast { get; init; }
    public string? NextCursor { get; init; }
}

internal sealed record UnassignedCustomer(string HandoverUserid, string ExternalUserid, long DimissionTime);

internal sealed record TransferReply : WeComReply
{
    public IReadOnlyList<CustomerStart>? Customer { get; init; }
}

internal sealed record CustomerStart(string ExternalUserid, int Errcode);

internal sealed record TransferResultReply : WeComReply
{
    public IReadOnlyList<CustomerProgress>? Customer { get; init; }
    public string? NextCursor { get; init; }
}

internal sealed record CustomerProgress(string ExternalUserid, int Status, long TakeoverTime);

internal sealed record MessageReply : WeComReply
{
    public string? Invaliduser { get; init; }
    public string? Unlicenseduser { get; init; }
    public string? Msgid { get; init; }
}

internal static class WeComJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Chinese stays readable in the evidence.
    };
}

/// <summary>Return codes that are handled by name (document path 90313).</summary>
internal static class WeComErrors
{
    public const int Busy = -1;
    public const int DataConflict = 6000;
    public const int InvalidToken = 40014;
    public const int CustomerBeingTransferred = 40129;
    public const int ExpiredToken = 42001;
    public const int TaskIdUsedOrMalformed = 42014;
    public const int TooFrequent = 45009;
    public const int TooManyAtOnce = 45033;
    public const int UnknownMember = 60111;
    public const int NoValidReceiver = 81013;

    public static bool IsToken(int errcode) => errcode is InvalidToken or ExpiredToken;

    public static bool IsTransient(int errcode) => errcode is Busy or DataConflict or TooFrequent or TooManyAtOnce || IsToken(errcode);
}
