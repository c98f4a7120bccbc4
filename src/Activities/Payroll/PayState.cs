using System.Collections.Frozen;
using HrBpm.Workflows;

namespace HrBpm.Activities.Payroll;

/// <summary>Where a pay item stands.</summary>
public enum PayState
{
    /// <summary>待发放.</summary>
    Held,

    /// <summary>发放中: the payroll system was asked.</summary>
    Releasing,

    /// <summary>已发放: the payroll system has confirmed it.</summary>
    Released,
}

/// <summary>The table of legal moves. There is no way back: what the payroll system was asked for may be under way.</summary>
public static class PayStates
{
    private static readonly FrozenDictionary<PayState, PayState[]> Next = new Dictionary<PayState, PayState[]>
    {
        [PayState.Held] = [PayState.Releasing],
        [PayState.Releasing] = [PayState.Released],
        [PayState.Released] = [],
    }.ToFrozenDictionary();

    /// <summary>Why the item cannot move; null when it can.</summary>
    public static Refusal? WhyNotMove(PayItem item, PayState to) => Next[item.State].Contains(to)
        ? null
        : new("payroll.item-state", $"Expected the {item.Kind} item {item.Id:D} to be ready to become {to}, but it is {item.State}.");
}
