using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Audit;

/// <summary>One fact of the audit trail. Written with the change that it is about, and never changed after that.</summary>
internal sealed class AuditEntry : IBelongsToCompany
{
    private AuditEntry() { }

    public Guid Id { get; private init; }

    public Guid CompanyId { get; private init; }

    public DateTime WrittenAtUtc { get; private init; }

    public string Actor { get; private init; } = "";

    public string Action { get; private init; } = "";

    public string Subject { get; private init; } = "";

    /// <summary>The exact canonical JSON (RFC 8785) that is hashed: all of the columns above, and the fact's data.</summary>
    public string Body { get; private init; } = "";

    /// <summary>RFC 6962 leaf hash of <see cref="Body"/> in UTF-8.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>True once the entry has a <see cref="SealedEntry"/>. Only a hint for the sealer; the verifier does not believe it.</summary>
    public bool IsSealed { get; private init; }

    /// <param name="fact">What was done.</param>
    /// <param name="id">Id of the entry.</param>
    /// <param name="writtenAtUtc">When.</param>
    /// <param name="commitments">Those to the fact's personal particulars; null where there are none.</param>
    public static AuditEntry Of(AuditFact fact, Guid id, DateTime writtenAtUtc, IReadOnlyDictionary<string, StatedCommitment>? commitments = null)
    {
        var data = commitments is { Count: > 0 } ? With(fact.Data, commitments) : fact.Data;
        var body = CanonicalJson.Write(new EntryBody(id, fact.CompanyId, writtenAtUtc, fact.Actor, fact.Action, fact.Subject, data));
        return new AuditEntry
        {
            Id = id,
            CompanyId = fact.CompanyId,
            WrittenAtUtc = writtenAtUtc,
            Actor = fact.Actor,
            Action = fact.Action,
            Subject = fact.Subject,
            Body = Encoding.UTF8.GetString(body),
            Hash = MerkleHash.OfLeaf(body),
        };
    }

    private static JsonObject With(object data, IReadOnlyDictionary<string, StatedCommitment> commitments)
    {
        var all = JsonNode.Parse(CanonicalJson.Write(data)) as JsonObject ?? throw new ArgumentException("Expected the data of a fact with personal particulars to be an object, but it is not.", nameof(data));
        all[StatedCommitment.Member] = JsonSerializer.SerializeToNode(commitments, JsonSerializerOptions.Web);
        return all;
    }

    /// <summary>The hash that the body really has.</summary>
    public byte[] HashOfBody() => MerkleHash.OfLeaf(Encoding.UTF8.GetBytes(Body));

    /// <summary>The body as it was written, or null when it is no body at all.</summary>
    public EntryBody? ReadBody()
    {
        try
        {
            return JsonSerializer.Deserialize<EntryBody>(Body, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The first column that does not say what the body says; null when all agree.</summary>
    public (string Column, string Expected, string Actual)? WhyColumnsDisagree(EntryBody body) =>
        new (string Column, string Expected, string Actual)[]
        {
            ("id", $"{body.Id:D}", $"{Id:D}"),
            ("company_id", $"{body.Company:D}", $"{CompanyId:D}"),
            ("written_at_utc", $"{body.At:O}", $"{WrittenAtUtc:O}"),
            ("actor", body.Actor, Actor),
            ("action", body.Action, Action),
            ("subject", body.Subject, Subject),
        }.Select(c => ((string, string, string)?)c).FirstOrDefault(c => c!.Value.Item2 != c.Value.Item3);
}

/// <summary>What <see cref="AuditEntry.Body"/> holds.</summary>
internal sealed record EntryBody(Guid Id, Guid Company, DateTime At, string Actor, string Action, string Subject, object? Data);

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.Property(e => e.Actor).HasMaxLength(200);
        builder.Property(e => e.Action).HasMaxLength(100);
        builder.Property(e => e.Subject).HasMaxLength(200);
        builder.HasIndex(e => new { e.CompanyId, e.Subject });
        // The sealer asks for these every second: the index holds only the few that wait. "NOT column" is what EF Core writes for both databases.
        builder.HasIndex(e => e.CompanyId, "ix_audit_entries_unsealed").HasFilter("NOT is_sealed");
    }
}
