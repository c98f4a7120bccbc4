using System.Collections.Concurrent;
using System.Text;
using HrBpm.Activities.Evidence;

namespace HrBpm.Server.Features.Audit;

/// <summary>
/// Every checkpoint once more, appended to one file per company outside the database. Who rewrites the database, checkpoints and all,
/// is found by comparing. The folder is best on storage that the database's owner cannot change.
/// </summary>
/// <remarks>A file is a row of C2SP signed notes, each followed by an empty line. A note that a crash cut off is skipped, and written again.</remarks>
internal sealed class WitnessFiles(AuditOptions options)
{
    private readonly ConcurrentDictionary<Guid, Seen> seen = new();

    public string PathOf(Guid company) => Path.Combine(options.Witness, $"{company:D}.log");

    /// <summary>The companies that the witness knows.</summary>
    public IReadOnlyList<Guid> Companies() => Directory.Exists(options.Witness)
        ? [.. Directory.EnumerateFiles(options.Witness, "*.log").Select(f => Guid.TryParse(Path.GetFileNameWithoutExtension(f), out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)]
        : [];

    /// <summary>The newest checkpoint that was seen, or null.</summary>
    public SignedCheckpoint? LastOf(Guid company) => seen.GetOrAdd(company, c => Look(PathOf(c), Checkpoint.OriginOf(c))).Last;

    /// <summary>Size of the newest checkpoint that was seen, or 0.</summary>
    public long SizeOf(Guid company) => LastOf(company)?.Checkpoint.Size ?? 0;

    /// <summary>Every checkpoint that was seen, oldest first; null when there is no file.</summary>
    public IReadOnlyList<SignedCheckpoint>? Read(Guid company)
    {
        if (!File.Exists(PathOf(company))) return null;
        using var file = new FileStream(PathOf(company), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return [.. Notes(reader, Checkpoint.OriginOf(company))];
    }

    /// <summary>Adds those of the checkpoints that are newer than what was seen, and does not return before they are on the disk.</summary>
    /// <exception cref="IOException">Another process of this machine is writing; it is for the next time.</exception>
    public void Append(Guid company, IReadOnlyList<SignedCheckpoint> checkpoints)
    {
        Directory.CreateDirectory(options.Witness);
        using var file = new FileStream(PathOf(company), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var before = seen.TryGetValue(company, out var known) && known.Length == file.Length ? known : Look(file, Checkpoint.OriginOf(company));
        var newer = checkpoints.Where(c => c.Checkpoint.Size > (before.Last?.Checkpoint.Size ?? 0)).ToList();
        file.Seek(0, SeekOrigin.End);
        // The leading empty line ends whatever a crash may have left.
        file.Write(Encoding.UTF8.GetBytes(string.Concat(newer.Select(c => $"\n{c.ToNote()}"))));
        file.Flush(flushToDisk: true);
        seen[company] = new Seen(file.Length, newer.LastOrDefault() ?? before.Last);
    }

    private static Seen Look(string path, string origin)
    {
        if (!File.Exists(path)) return new Seen(0, null);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Look(file, origin);
    }

    private static Seen Look(FileStream file, string origin)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        return new Seen(file.Length, Notes(reader, origin).LastOrDefault());
    }

    private static IEnumerable<SignedCheckpoint> Notes(StreamReader reader, string origin)
    {
        var lines = new List<string>(SignedCheckpoint.Lines);
        while (reader.ReadLine() is { } line)
        {
            if (line == origin) lines.Clear();
            else if (lines.Count == 0) continue;
            lines.Add(line);
            if (lines.Count < SignedCheckpoint.Lines) continue;
            if (SignedCheckpoint.Parse(lines.ToArray()) is { } note) yield return note;
            lines.Clear();
        }
    }

    private sealed record Seen(long Length, SignedCheckpoint? Last);
}
