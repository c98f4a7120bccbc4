using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.TwoPersonRule;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.TwoPersonRule
{
    /// <summary>What became of a request.</summary>
    internal enum RequestState
    {
        /// <summary>Waits for a second person, until it expires.</summary>
        Open,

        /// <summary>Somebody consented, and it was done.</summary>
        Done,

        /// <summary>Somebody refused, or whoever asked took it back.</summary>
        Refused,
    }

    /// <summary>One person asks for something that needs the consent of another.</summary>
    internal sealed class TwoPersonRequest : IBelongsToCompany, IVersioned
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public required Guid CompanyId { get; init; }

        /// <summary>Name of the act.</summary>
        public required string Act { get; init; }

        public required string Subject { get; init; }

        public required string Summary { get; init; }

        /// <summary>JSON that the act understands.</summary>
        public required string Data { get; init; }

        public required Guid AskedById { get; init; }

        public required DateTime AskedUtc { get; init; }

        public required DateTime ExpiresUtc { get; init; }

        public RequestState State { get; private set; }

        public Guid? DecidedById { get; private set; }

        public DateTime? DecidedUtc { get; private set; }

        public int Version { get; set; }

        /// <summary>Why nobody can decide it any more; null while somebody can.</summary>
        public Refusal? WhyNotOpen(DateTime nowUtc) =>
            State != RequestState.Open ? new("two-person.decided", $"Expected the request to be open, but it was {(State == RequestState.Done ? "done" : "refused")} at {DecidedUtc:yyyy-MM-dd HH:mm} UTC.")
            : ExpiresUtc <= nowUtc ? new("two-person.expired", $"Expected the request to be open, but it expired at {ExpiresUtc:yyyy-MM-dd HH:mm} UTC.")
            : null;

        /// <summary>Keeps the decision.</summary>
        public void Decide(RequestState state, Guid by, DateTime nowUtc) => (State, DecidedById, DecidedUtc) = (state, by, nowUtc);
    }

    internal sealed class TwoPersonRequestMapping : IEntityTypeConfiguration<TwoPersonRequest>
    {
        public void Configure(EntityTypeBuilder<TwoPersonRequest> builder)
        {
            builder.ToTable("two_person_requests");
            builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(r => r.AskedById).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(r => r.DecidedById).OnDelete(DeleteBehavior.Restrict);
            builder.Property(r => r.Act).HasMaxLength(64);
            builder.Property(r => r.Subject).HasMaxLength(200);
            builder.HasIndex(r => new { r.CompanyId, r.State });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<TwoPersonRequest> TwoPersonRequests => Set<TwoPersonRequest>();
    }
}
