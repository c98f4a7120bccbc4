using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrBpm.Benchmarks;

/// <summary>One row of figures.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Database"><c>sqlite</c>, <c>postgres</c> or <c>none</c>.</param>
/// <param name="Concurrency">How many worked at once.</param>
/// <param name="PerSecond">Operations per second: runs of an instance, or node visits without a database.</param>
/// <param name="CeilingPerSecond">The same rows without an engine, per second; null where there is no such thing.</param>
/// <param name="Ratio">The one by the other.</param>
/// <param name="P50Ms">Half of the operations took at most so many milliseconds.</param>
/// <param name="P95Ms">95 % of them.</param>
/// <param name="P99Ms">99 % of them.</param>
/// <param name="RoundTrips">Exchanges with the database server per operation; 0 when it is in the process.</param>
/// <param name="BytesWritten">Bytes of write-ahead log per operation (PostgreSQL), or handed to the operating system (SQLite).</param>
/// <param name="AllocatedBytes">Bytes of memory allocated per operation.</param>
internal sealed record Result(string Name, string Database, int Concurrency, double PerSecond, double? CeilingPerSecond, double? Ratio,
    double? P50Ms, double? P95Ms, double? P99Ms, double RoundTrips, double BytesWritten, double AllocatedBytes);

/// <summary>Writes results as a table for people, and as lines of JSON for programs.</summary>
internal sealed class Results(TextWriter table, FileInfo? json)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { Converters = { new Rounded() } };
    private bool hasHead;

    public void Add(Result r)
    {
        if (!hasHead) table.WriteLine($"{"benchmark",-12} {"database",-9} {"at once",7} {"per s",11} {"ceiling",9} {"ratio",6} {"p50 ms",8} {"p95 ms",8} {"p99 ms",8} {"trips",6} {"written",8} {"allocated",10}");
        hasHead = true;
        table.WriteLine($"{r.Name,-12} {r.Database,-9} {r.Concurrency,7} {r.PerSecond,11:0} {r.CeilingPerSecond,9:0} {r.Ratio,6:0.00} {r.P50Ms,8:0.00} {r.P95Ms,8:0.00} {r.P99Ms,8:0.00} {r.RoundTrips,6:0.0} {r.BytesWritten,8:0} {r.AllocatedBytes,10:0}");
        table.Flush();
        if (json is not null) File.AppendAllText(json.FullName, JsonSerializer.Serialize(r, Web) + "\n");
    }

    /// <summary>A remark below the row that was written last.</summary>
    public void Note(string text)
    {
        table.WriteLine($"             {text}");
        table.Flush();
    }

    private sealed class Rounded : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(Math.Round(value, 3));
    }
}
