using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows;

namespace HrBpm.Activities.Offboarding;

/// <summary>What is asked for when an offboarding starts; also the answers of the flow's first step.</summary>
/// <param name="LeaverId">Who leaves.</param>
/// <param name="Kind">How the employment ends.</param>
/// <param name="NoticeDate">Day on which notice was given.</param>
/// <param name="LegalEnd">Day on which the employment ends.</param>
/// <param name="LastWorkingDay">Last day at work.</param>
/// <param name="PayThrough">Last day that is paid.</param>
/// <param name="ReceiverId">Who takes over customers and open matters.</param>
/// <param name="Reason">In the words of whoever asks; never printed on the certificate.</param>
/// <param name="Waiver">Why the notice may be shorter than usual.</param>
public sealed record OffboardingRequest(
    Guid LeaverId, OffboardingKind Kind, DateOnly NoticeDate, DateOnly LegalEnd, DateOnly LastWorkingDay, DateOnly PayThrough,
    Guid ReceiverId, string Reason, NoticeWaiver Waiver = NoticeWaiver.None)
{
    /// <summary>Longest reason, in characters.</summary>
    public const int LongestReason = 2000;

    /// <summary>The dates together.</summary>
    public OffboardingDates Dates => new(NoticeDate, LegalEnd, LastWorkingDay, PayThrough);

    /// <summary>Why the request cannot stand; null when it can.</summary>
    /// <param name="leaver">The person of <see cref="LeaverId"/>, or null when there is none.</param>
    /// <param name="receiver">The person of <see cref="ReceiverId"/>, or null when there is none.</param>
    /// <param name="openCase">A case of the leaver that is not over, other than this one.</param>
    /// <param name="nowUtc">Now.</param>
    /// <param name="backdatingDays"><see cref="OffboardingOptions.NoticeBackdatingDays"/>.</param>
    public Refusal? WhyNot(Person? leaver, Person? receiver, Guid? openCase, DateTime nowUtc, int backdatingDays) =>
        WhyNotLeaver(leaver, openCase)
        ?? WhyNotReceiver(receiver, leaver!)
        ?? WhyNotReason()
        ?? Dates.WhyNot(Kind, Waiver, WorkingHour.DayOf(nowUtc, leaver!.TimeZoneId), backdatingDays);

    private Refusal? WhyNotLeaver(Person? leaver, Guid? openCase)
    {
        if (leaver is null) return new("offboarding.leaver.unknown", $"Expected a person {LeaverId:D} who leaves, but there is none in this company.");
        if (!leaver.IsActive) return new("offboarding.leaver-gone", $"Expected {leaver.Name} to be employed, but {leaver.Name} has left already.");
        return openCase is { } open
            ? new("offboarding.already-open", $"Expected {leaver.Name} to have no open offboarding case, but case {open:D} is open.")
            : null;
    }

    private Refusal? WhyNotReceiver(Person? receiver, Person leaver)
    {
        if (ReceiverId == LeaverId) return new("offboarding.receiver-is-leaver.invalid", $"Expected somebody else to take over from {leaver.Name}, but receiver and leaver are the same person.");
        if (receiver is null || receiver.CompanyId != leaver.CompanyId) return new("offboarding.receiver.unknown", $"Expected a person {ReceiverId:D} who takes over, but there is none in this company.");
        return receiver.IsActive ? null : new("offboarding.receiver-gone", $"Expected {receiver.Name} to be employed to take over, but {receiver.Name} has left.");
    }

    private Refusal? WhyNotReason() => string.IsNullOrWhiteSpace(Reason) || Reason.Length > LongestReason
        ? new("offboarding.reason.invalid", $"Expected a reason of 1 to {LongestReason} characters, but got {Reason?.Length ?? 0}.")
        : null;
}
