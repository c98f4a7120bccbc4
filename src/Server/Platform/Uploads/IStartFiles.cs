using HrBpm.Activities.Inbox;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Uploads;

/// <summary>A file as answers name it.</summary>
/// <param name="Id">The file.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of the content.</param>
internal sealed record FileReference(Guid Id, string Name, long Size, string Sha256);

/// <summary>Answers whose files are what the server knows of them.</summary>
/// <param name="Answers">The answers; of each file, name, size and hash are the server's.</param>
/// <param name="Files">The files that they name.</param>
internal sealed record AnswersWithFiles(IReadOnlyDictionary<string, object?> Answers, IReadOnlyList<Guid> Files);

/// <summary>A form that a person is about to start a flow with.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="DefinitionId">The flow.</param>
/// <param name="InstanceId">What it will be once it runs; null while that is not known.</param>
/// <param name="Form">The fields.</param>
/// <param name="By">The person.</param>
internal sealed record StartForm(Guid CompanyId, string DefinitionId, string? InstanceId, IReadOnlyList<FormField> Form, Guid By);

/// <summary>The files of forms that flows are started with.</summary>
internal interface IStartFiles
{
    /// <summary>Keeps a file for a field of the form.</summary>
    Task<Results<Ok<FileReference>, ProblemHttpResult>> KeepAsync(StartForm form, string key, IFormFile file, CancellationToken ct);

    /// <summary>The answers with their files filled in, or why they cannot stand.</summary>
    Task<(AnswersWithFiles? Checked, Refusal? Refusal)> CheckAsync(StartForm form, IReadOnlyDictionary<string, object?> answers, CancellationToken ct);

    /// <summary>Makes the files part of the flow, within the transaction of the scope.</summary>
    Task<Refusal?> SendAsync(IReadOnlyList<Guid> files, string instanceId, CancellationToken ct);

    /// <summary>Throws away what a person has uploaded for a flow that they do not start after all, within the transaction of the scope.</summary>
    Task DropAsync(Guid personId, string definitionId, CancellationToken ct);
}

/// <summary>A file that a form was sent with.</summary>
internal sealed record SentFile(Guid Id, string FileName, string ContentType, long Length, Guid UploadedById, DateTime AtUtc);

/// <summary>The files of the forms of one flow.</summary>
internal interface IFlowFiles
{
    /// <summary>Those that the caller may see, in the order in which they came.</summary>
    Task<IReadOnlyList<SentFile>> OfFlowAsync(string instanceId, CancellationToken ct);
}
