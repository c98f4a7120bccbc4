using System.Globalization;
using System.Net;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.WriteHttpResponse: says what the request that caused this run is answered. The host sends it once the run has committed; in a run that no request caused it is only kept in the history.</summary>
internal sealed class WriteHttpResponse : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        var given = await visit.InputAsync("statusCode", "String") as string;
        if (StatusOf(given) is not { } status)
        {
            await visit.FaultAsync("http-response.status-invalid", $"Expected a status code from 200 to 599, or the name of one, but it was '{given}'.");
            return;
        }

        var headers = Values.Bind(await visit.InputAsync("responseHeaders"), typeof(Dictionary<string, object?>)) as Dictionary<string, object?> ?? [];
        visit.Run.Instance.Raise(new HttpResponseWritten(visit.Execution.Id, status, await visit.InputAsync("content"), await visit.TextAsync("contentType"), headers));
        await visit.CompleteAsync();
    }

    private static int? StatusOf(string? given)
    {
        if (string.IsNullOrWhiteSpace(given)) return 200;
        var number = int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : Enum.TryParse<HttpStatusCode>(given, ignoreCase: true, out var named) ? (int)named : 0;
        return number is >= 200 and <= 599 ? number : null;
    }
}
