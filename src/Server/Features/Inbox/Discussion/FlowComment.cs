using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.Discussion;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox.Discussion
{
    /// <summary>What somebody said in the discussion of a flow. Never changed; its author can withdraw it for some minutes.</summary>
    internal sealed class FlowComment : IBelongsToCompany, IVersioned, IFlowTexts
    {
        public const string Table = "flow_comments";

        public Guid Id { get; init; } = Guid.CreateVersion7();

        /// <summary>The company of the flow.</summary>
        public required Guid CompanyId { get; init; }

        /// <summary>The flow whose discussion it belongs to.</summary>
        public required string InstanceId { get; init; }

        /// <summary>The task on whose page it was written; null where it was the flow's own page.</summary>
        public Guid? TaskId { get; init; }

        public required Guid AuthorId { get; init; }

        /// <summary>What the author's client calls the request; sent again, it is not written twice.</summary>
        public Guid? RequestId { get; init; }

        public required DateTime AtUtc { get; init; }

        /// <summary>With <c>@[id]</c> for each person who is mentioned; empty once it is withdrawn.</summary>
        public required string Text { get; set; }

        /// <summary>The text is sealed: the flow is confidential.</summary>
        public bool IsSealed { get; set; }

        /// <summary>When its author took it back.</summary>
        public DateTime? WithdrawnUtc { get; private set; }

        public int Version { get; set; }

        (string Table, string Row) IFlowTexts.Place => (Table, Id.ToString("D"));

        IReadOnlyDictionary<string, string?> IFlowTexts.Texts => new Dictionary<string, string?> { ["text"] = Text };

        void IFlowTexts.Put(string column, string text) => Text = text;

        /// <summary>Takes it back: the text goes, that there was one stays.</summary>
        public void Withdraw(DateTime nowUtc) => (Text, IsSealed, WithdrawnUtc) = ("", false, nowUtc);
    }

    internal sealed class FlowCommentMapping : IEntityTypeConfiguration<FlowComment>
    {
        public void Configure(EntityTypeBuilder<FlowComment> builder)
        {
            builder.ToTable(FlowComment.Table);
            builder.Property(c => c.InstanceId).HasMaxLength(64);
            builder.HasOne<HumanTask>().WithMany().HasForeignKey(c => c.TaskId).OnDelete(DeleteBehavior.SetNull);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(c => c.AuthorId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(c => new { c.InstanceId, c.AtUtc });
            builder.HasIndex(c => new { c.AuthorId, c.RequestId }).IsUnique();
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<FlowComment> FlowComments => Set<FlowComment>();
    }
}
