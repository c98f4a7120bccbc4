using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrBpm.Server.Features.Inbox
{
    /// <summary>One person's task, as inboxes show it. Flows write it, in the transaction of their run; the flow's own state decides what it means.</summary>
    internal sealed class HumanTask : IBelongsToCompany, IVersioned, IFlowTexts
    {
        public const string Table = "tasks", DraftColumn = "draft", DocumentColumn = "document";

        public required Guid Id { get; init; }

        /// <summary>The company of the flow. An assignee may belong to another company of the group.</summary>
        public required Guid CompanyId { get; init; }

        public required string InstanceId { get; init; }

        public string? CorrelationId { get; init; }

        public required string DefinitionId { get; init; }

        public required string ActivityId { get; init; }

        public required string ActivityName { get; init; }

        /// <summary>The visit to the step that the task belongs to.</summary>
        public required string ExecutionId { get; init; }

        /// <summary>What the engine waits for; null once the task is over.</summary>
        public string? BookmarkId { get; set; }

        public required TaskKind Kind { get; init; }

        public required TaskMode Mode { get; init; }

        /// <summary>Verbs that the step offers, with spaces between.</summary>
        public required string Actions { get; init; }

        public required AssignmentState State { get; set; }

        public required AssignmentOrigin Origin { get; init; }

        public required int Seat { get; init; }

        /// <summary>Which of the seat's signers; 0 for the one by the rules.</summary>
        public required int Voice { get; init; }

        public required SignerPlace Place { get; init; }

        /// <summary>The voice that asked for this signer.</summary>
        public int? AddedTo { get; init; }

        public required int Weight { get; init; }

        public required int Round { get; init; }

        public required Guid AssigneeId { get; init; }

        /// <summary>The owner, for a delegate's task.</summary>
        public Guid? OnBehalfOfId { get; set; }

        /// <summary>The owner's task, which waits for this one.</summary>
        public Guid? ParentTaskId { get; set; }

        public Guid? ConcerningId { get; init; }

        public Guid? InitiatorId { get; init; }

        public required string Title { get; init; }

        public string? Instruction { get; init; }

        /// <summary>The form's fields, JSON.</summary>
        public required string Form { get; init; }

        /// <summary>What is shown beside the form, JSON.</summary>
        public string? Data { get; set; }

        /// <summary>The exact text that is signed.</summary>
        public string? Document { get; set; }

        public string? Intent { get; init; }

        public required bool NeedsSignature { get; init; }

        public string? Stage { get; init; }

        /// <summary>The steps to which it can be returned, JSON.</summary>
        public required string EarlierSteps { get; init; }

        /// <summary>What holds for the step whoever has it, JSON.</summary>
        public required string Terms { get; init; }

        /// <summary>When it came into the inbox; while the person waits for their turn, when the step opened.</summary>
        public required DateTime OpenedUtc { get; set; }

        public DateTime? DueUtc { get; init; }

        public DateTime? RemindUtc { get; init; }

        public DateTime? UrgedUtc { get; set; }

        /// <summary>What the assignee has filled in and not sent yet, JSON: <c>{answers, comment}</c>. Nobody else sees it.</summary>
        public string? Draft { get; set; }

        public DateTime? ClosedUtc { get; set; }

        /// <summary>Who ended it; null when time did.</summary>
        public Guid? ClosedById { get; set; }

        /// <summary>How the person who ended it came in.</summary>
        public TaskVia? ClosedVia { get; set; }

        /// <summary>Verb that ended it.</summary>
        public string? Outcome { get; set; }

        public string? Comment { get; set; }

        /// <summary>Data, document, draft, comment and answers are sealed: the flow is confidential.</summary>
        public bool IsSealed { get; set; }

        /// <summary>What was filled in, JSON.</summary>
        public string? Answers { get; set; }

        public Guid? SignatureId { get; set; }

        /// <summary>Who may act for the assignee; HR named them.</summary>
        public Guid? ProxyId { get; private set; }

        public Guid? ProxyNamedById { get; private set; }

        public string? ProxyReason { get; private set; }

        public int Version { get; set; }

        public bool IsLive => State is AssignmentState.Open or AssignmentState.Delegated or AssignmentState.Held;

        (string Table, string Row) IFlowTexts.Place => (Table, Id.ToString("D"));

        IReadOnlyDictionary<string, string?> IFlowTexts.Texts => new Dictionary<string, string?> { ["data"] = Data, [DocumentColumn] = Document, [DraftColumn] = Draft, ["comment"] = Comment, ["answers"] = Answers };

        void IFlowTexts.Put(string column, string text) => _ = column switch
        {
            "data" => Data = text,
            DocumentColumn => Document = text,
            DraftColumn => Draft = text,
            "comment" => Comment = text,
            "answers" => Answers = text,
            _ => throw new ArgumentOutOfRangeException(nameof(column), column, "Expected a column with a text of the flow."),
        };

        /// <summary>HR names a person who may act for the assignee.</summary>
        public void NameProxy(Guid proxy, Guid namedBy, string reason) => (ProxyId, ProxyNamedById, ProxyReason) = (proxy, namedBy, reason);

        /// <summary>How this person comes to act on the task; null for somebody who may not.</summary>
        public TaskVia? ViaOf(Guid personId) => personId == AssigneeId ? TaskVia.Session : personId == ProxyId ? TaskVia.Proxy : null;
    }

    internal sealed class HumanTaskMapping : IEntityTypeConfiguration<HumanTask>
    {
        public void Configure(EntityTypeBuilder<HumanTask> builder)
        {
            builder.ToTable(HumanTask.Table);
            builder.HasOne<Company>().WithMany().HasForeignKey(t => t.CompanyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<PersonRecord>().WithMany().HasForeignKey(t => t.AssigneeId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(t => t.InstanceId).HasMaxLength(64);
            builder.Property(t => t.BookmarkId).HasMaxLength(96);
            builder.Property(t => t.ExecutionId).HasMaxLength(96);
            builder.Ignore(t => t.IsLive);
            builder.HasIndex(t => new { t.AssigneeId, t.State, t.DueUtc });
            builder.HasIndex(t => new { t.ProxyId, t.State });
            builder.HasIndex(t => new { t.InstanceId, t.ActivityId });
            builder.HasIndex(t => t.ExecutionId);
            builder.HasIndex(t => new { t.CompanyId, t.ConcerningId });
            builder.HasIndex(t => new { t.OnBehalfOfId, t.State });
            builder.HasIndex(t => new { t.InitiatorId, t.OpenedUtc });
        }
    }
}

namespace HrBpm.Server.Database
{
    internal abstract partial class AppDbContext
    {
        public DbSet<HumanTask> Tasks => Set<HumanTask>();
    }
}
