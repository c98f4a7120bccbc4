using System.Text.Json;
using HrBpm.Workflows;

namespace HrBpm.Server.Platform;

/// <summary>Something that one person alone may not do: one asks, another consents, and it is done with the consent.</summary>
internal interface IDangerousAct
{
    /// <summary>Stable dotted name, for example <c>roles.change</c>.</summary>
    string Name { get; }

    /// <summary>What both people need. It has to reach the company.</summary>
    Permission Permission { get; }

    /// <summary>Does it, in the transaction of the consent. Refuses before it changes anything.</summary>
    Task<Refusal?> RunAsync(ConsentedAct act, CancellationToken ct);
}

/// <summary>An act that two people agree on.</summary>
/// <param name="RequestId">The request, for the audit trail.</param>
/// <param name="CompanyId">Whose act it is.</param>
/// <param name="AskedBy">The one.</param>
/// <param name="ConsentedBy">The other.</param>
/// <param name="Data">What was asked for, as it was written then.</param>
internal sealed record ConsentedAct(Guid RequestId, Guid CompanyId, Guid AskedBy, Guid ConsentedBy, JsonElement Data)
{
    /// <summary>The data in the shape in which it was asked for.</summary>
    public T Read<T>() => Data.Deserialize<T>(JsonSerializerOptions.Web) ?? throw new JsonException($"Expected the data of request {RequestId} to be a {typeof(T).Name}, but it is null.");
}

/// <summary>What is asked of a second person.</summary>
/// <param name="Act">Name of the <see cref="IDangerousAct"/>.</param>
/// <param name="CompanyId">Whose act it is.</param>
/// <param name="Subject">What it is done to, as in the audit trail.</param>
/// <param name="Summary">One sentence for the person who decides.</param>
/// <param name="Data">What the act needs; any value that System.Text.Json can write.</param>
internal sealed record ActAsked(string Act, Guid CompanyId, string Subject, string Summary, object Data);

/// <summary>Asks for the consent of a second person.</summary>
internal interface ITwoPersonRule
{
    /// <summary>Keeps the request, in a transaction of its own.</summary>
    /// <returns>The id of the request.</returns>
    Task<Guid> AskAsync(ActAsked asked, Guid askedBy, CancellationToken ct);
}
