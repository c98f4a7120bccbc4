using System.Net.Http.Headers;
using System.Text;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>What is tried on the OAuth endpoints, which the document leaves out because OpenID's discovery describes them: no client, a wrong one, and parameters that programs trip over.</summary>
internal static class ConnectRequests
{
    private static readonly (string Method, string Path)[] Endpoints =
    [
        ("GET", "/connect/authorize"), ("POST", "/connect/authorize"), ("POST", "/connect/token"), ("GET", "/connect/userinfo"), ("POST", "/connect/userinfo"), ("POST", "/connect/introspect"),
        ("POST", "/connect/revoke"), ("GET", "/connect/logout"), ("POST", "/connect/logout"), ("GET", "/connect/sign-in"), ("POST", "/connect/sign-in"),
        ("GET", "/.well-known/openid-configuration"), ("GET", "/.well-known/jwks"),
    ];

    private static readonly Dictionary<string, string> Right = new()
    {
        ["response_type"] = "code", ["scope"] = "openid people.read", ["redirect_uri"] = "https://app.example/back", ["code_challenge"] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", ["code_challenge_method"] = "S256",
        ["grant_type"] = "authorization_code", ["code"] = "abc", ["refresh_token"] = "abc", ["client_secret"] = "abc", ["token"] = "abc", ["state"] = "xyz", ["prompt"] = "none", ["max_age"] = "1", ["request"] = "a.b.c",
        ["return"] = "/connect/authorize?client_id=x", ["userName"] = "nobody", ["password"] = "x", ["answer"] = "yes", ["ticket"] = "x", ["id_token_hint"] = "a.b.c", ["post_logout_redirect_uri"] = "https://app.example/",
    };

    /// <summary>Some requests for each endpoint.</summary>
    /// <param name="clientId">A client that exists.</param>
    /// <param name="perEndpoint">How many.</param>
    /// <param name="random">Where chance comes from.</param>
    public static IEnumerable<(string Method, Mutant Mutant)> Of(string clientId, int perEndpoint, Random random)
    {
        foreach (var (method, path) in Endpoints)
            for (var n = 0; n < perEndpoint; n++)
            {
                var (what, fields) = Fields(clientId, random);
                yield return (method, new Mutant($"{method} {path}: {what}", false, method == "GET" ? $"{path}?{Encoded(fields)}" : path, () => method == "GET" ? null : Form(Encoded(fields), n)));
            }
    }

    private static (string What, List<(string Name, string Value)> Fields) Fields(string clientId, Random random)
    {
        List<(string Name, string Value)> fields = [("client_id", clientId), .. Right.Where(_ => random.Next(4) > 0).Select(r => (r.Key, r.Value))];
        var odd = HostileText.Odd(random).Append(("NUL", "a\0b")).Where(t => t.Item2.Length < 2_000).ToList();
        var (what, text) = odd[random.Next(odd.Count)];
        var at = random.Next(fields.Count);
        if (random.Next(4) == 0) fields.Add((fields[at].Name, text));
        else fields[at] = (fields[at].Name, text);
        return ($"{fields[at].Name}: {what}", fields);
    }

    private static string Encoded(List<(string Name, string Value)> fields) => string.Join('&', fields.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"));

    // Now and then what was to be a form is none.
    private static ByteArrayContent Form(string encoded, int n)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(encoded));
        if (n % 7 != 6) content.Headers.ContentType = MediaTypeHeaderValue.Parse(n % 7 == 5 ? "application/json" : "application/x-www-form-urlencoded");
        return content;
    }
}
