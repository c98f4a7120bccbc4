namespace HrBpm.Server.Features.Org.Import;

/// <summary>Finds managers who would lead in a circle after an import.</summary>
internal static class ManagerCircles
{
    /// <summary>Rejects every row that would be part of one.</summary>
    public static void Reject(IReadOnlyList<RowOutline> rows, KnownPeople known)
    {
        var managers = known.ByNumber.Values.ToDictionary(p => p.Id, p => p.Employment?.ManagerId);
        var planned = rows.Where(r => r.Outcome != RowOutcome.Error).ToDictionary(r => r.PersonId);
        foreach (var row in planned.Values) managers[row.PersonId] = row.ManagerId;
        // Number of the walk that came to a person first: meeting one's own number again closes a circle.
        var walks = new Dictionary<Guid, int>();
        var walk = 0;
        foreach (var start in planned.Keys)
        {
            walk++;
            Guid? at = start;
            for (; at is { } person && !walks.ContainsKey(person); at = managers.GetValueOrDefault(person)) walks[person] = walk;
            if (at is { } met && walks[met] == walk) Reject(met, managers, planned, known);
        }
    }

    private static void Reject(Guid first, Dictionary<Guid, Guid?> managers, Dictionary<Guid, RowOutline> planned, KnownPeople known)
    {
        List<Guid> circle = [first];
        for (var at = managers[first]; at != first; at = managers[at!.Value]) circle.Add(at!.Value);
        var names = string.Join(" > ", circle.Append(first).Take(12).Select(id => planned.TryGetValue(id, out var row) ? row.EmployeeNumber : known.NumberOf[id]));
        foreach (var id in circle)
            if (planned.TryGetValue(id, out var row)) row.Error($"Expected managers to lead to the top, but they would lead in a circle: {names}.");
    }
}
