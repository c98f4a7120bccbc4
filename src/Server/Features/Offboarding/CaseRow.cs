using HrBpm.Activities.Offboarding;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Offboarding;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Offboarding
{
    /// <summary>An offboarding case. It has the id of its flow.</summary>
    internal sealed class CaseRow : ISealedRow, IVersioned
    {
        public required Guid Id { get; init; }

        public required Guid CompanyId { get; init; }

        public required string Number { get; init; }

        public Guid LeaverId { get; private set; }

        /// <summary>The leaver while the case is not over, else null. Unique: nobody leaves twice at a time, not even when two requests race.</summary>
        public Guid? OpenLeaverId { get; private set; }

        public Guid ReceiverId { get; private set; }

        public OffboardingKind Kind { get; private set; }

        public NoticeWaiver Waiver { get; private set; }

        public DateOnly NoticeDate { get; private set; }

        public DateOnly LegalEnd { get; private set; }

        public DateOnly LastWorkingDay { get; private set; }

        public DateOnly PayThrough { get; private set; }

        public string Reason { get; private set; } = "";

        public DateTime? ConsentEndsUtc { get; private set; }

        public string? ConsentEndsBecause { get; private set; }

        public DateTime LastWorkingHourUtc { get; private set; }

        public DateTime LegalEndUtc { get; private set; }

        public DateTime StatutoryPayUtc { get; private set; }

        public DateTime SocialInsuranceDueUtc { get; private set; }

        public OffboardingStage Stage { get; private set; }

        public DateTime StageSinceUtc { get; private set; }

        public string? StageNote { get; private set; }

        /// <summary>Person id of whoever asked for it.</summary>
        public required string StartedBy { get; init; }

        public required DateTime OpenedUtc { get; init; }

        public DateTime? AllCompleteUtc { get; private set; }

        public DateTime? EndedUtc { get; private set; }

        /// <summary>What the company answered to the notice; null while it has not.</summary>
        public string? Decision { get; private set; }

        public string? DecidedBy { get; private set; }

        public DateTime? DecidedUtc { get; private set; }

        public string? DecisionNote { get; private set; }

        /// <summary>What is claimed for damage, sealed; <see cref="DamageClaims"/> opens it. Null where nobody was asked.</summary>
        public byte[]? Damage { get; private set; }

        /// <summary>The key that sealed it.</summary>
        public Guid? KeyId { get; private set; }

        public int Version { get; set; }

        public static CaseRow Of(OffboardingCase facts)
        {
            var row = new CaseRow { Id = facts.Id, CompanyId = facts.CompanyId, Number = facts.Number, StartedBy = facts.StartedBy, OpenedUtc = facts.OpenedAtUtc, StageSinceUtc = facts.OpenedAtUtc };
            row.Take(facts);
            return row;
        }

        /// <summary>Takes over what was asked for, at first or amended.</summary>
        public void Take(OffboardingCase facts)
        {
            var (request, clock) = (facts.Request, facts.Clock);
            (LeaverId, OpenLeaverId, ReceiverId) = (request.LeaverId, request.LeaverId, request.ReceiverId);
            (Kind, Waiver, Reason) = (request.Kind, request.Waiver, request.Reason);
            (NoticeDate, LegalEnd, LastWorkingDay, PayThrough) = (request.NoticeDate, request.LegalEnd, request.LastWorkingDay, request.PayThrough);
            (ConsentEndsUtc, ConsentEndsBecause) = (clock.ConsentEndsUtc, clock.ConsentEndsBecause);
            (LastWorkingHourUtc, LegalEndUtc, StatutoryPayUtc, SocialInsuranceDueUtc) = (clock.LastWorkingHourUtc, clock.LegalEndUtc, clock.StatutoryPayUtc, clock.SocialInsuranceDueUtc);
            Stage = facts.Stage;
        }

        public void MoveTo(OffboardingStage stage, string? note, DateTime nowUtc)
        {
            if (Stage != stage) (Stage, StageSinceUtc) = (stage, nowUtc);
            StageNote = note ?? StageNote;
            if (stage == OffboardingStage.Settlement) AllCompleteUtc ??= nowUtc;
            if (stage.IsOver()) (OpenLeaverId, EndedUtc) = (null, EndedUtc ?? nowUtc);
        }

        public void Keep(NoticeAnswer answer) => (Decision, DecidedBy, DecidedUtc, DecisionNote) = (answer.Decision, answer.By, answer.AtUtc, answer.Note);

        public void KeepDamage(byte[] damage) => (Damage, KeyId) = (damage, SealedBytes.KeyIdOf(damage));

        Guid ISealedRow.RowId => Id;

        IReadOnlyDictionary<string, byte[]> ISealedRow.Sealed => Damage is null ? new Dictionary<string, byte[]>() : new Dictionary<string, byte[]> { [DamageClaims.Column] = Damage };

        void ISealedRow.Reseal(Guid keyId, IReadOnlyDictionary<string, byte[]> values) => (KeyId, Damage) = (keyId, values[DamageClaims.Column]);

        public OffboardingRequest Request => new(LeaverId, Kind, NoticeDate, LegalEnd, LastWorkingDay, PayThrough, ReceiverId, Reason, Waiver);

        public OffboardingCase ToCase() => new(Id, CompanyId, Number, Request,
            new(ConsentEndsUtc, ConsentEndsBecause, LastWorkingHourUtc, LegalEndUtc, StatutoryPayUtc, SocialInsuranceDueUtc), Stage, StartedBy, OpenedUtc, AllCompleteUtc);
    }

    internal sealed class CaseMapping : IEntityTypeConfiguration<CaseRow>
    {
        public void Configure(EntityTypeBuilder<CaseRow> builder)
        {
            builder.ToTable(DamageClaims.Table);
            builder.HasIndex(c => new { c.CompanyId, c.KeyId });
            builder.HasOne<Company>().WithMany().HasForeignKey(c => c.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(c => c.LeaverId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(c => c.ReceiverId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(c => c.Number).HasMaxLength(32);
            builder.Property(c => c.StartedBy).HasMaxLength(64);
            builder.Property(c => c.Reason).HasMaxLength(OffboardingRequest.LongestReason);
            builder.Ignore(c => c.Request);
            builder.HasIndex(c => new { c.CompanyId, c.Number }).IsUnique();
            builder.HasIndex(c => c.OpenLeaverId).IsUnique();
            builder.HasIndex(c => new { c.CompanyId, c.Stage, c.OpenedUtc });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<CaseRow> OffboardingCases => Set<CaseRow>();
    }
}
