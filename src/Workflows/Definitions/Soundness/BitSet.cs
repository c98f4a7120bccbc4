namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>A set of small numbers.</summary>
internal sealed class BitSet(int size)
{
    private readonly ulong[] _words = new ulong[(size + 63) / 64];

    public static BitSet Of(int size, IEnumerable<int> members)
    {
        var set = new BitSet(size);
        foreach (var member in members) set.Add(member);
        return set;
    }

    public bool this[int member] => (_words[member >> 6] >> member & 1) != 0;

    public void Add(int member) => _words[member >> 6] |= 1UL << member;

    public bool Any(Predicate<int> holds)
    {
        for (var member = 0; member < size; member++)
        {
            if (this[member] && holds(member)) return true;
        }

        return false;
    }
}
