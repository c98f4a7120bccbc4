using System.Security.Cryptography;
using System.Text;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows;

/// <summary>Elsa's hash of what a bookmark waits for.</summary>
public static class StimulusHash
{
    /// <summary>Upper-case hex SHA-256 of the name and the payload's JSON, joined by a bar; the bar is left out without a payload.</summary>
    public static string Of(string name, object? payload)
    {
        var text = payload is null ? name : $"{name}|{Values.ToJson(payload)?.ToJsonString()}";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
