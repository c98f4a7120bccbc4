using System.Text;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>Uploads that are not what they should be.</summary>
internal static class FormMutants
{
    /// <summary>Forms for a route that takes files.</summary>
    /// <param name="field">Name of the field with the file.</param>
    /// <param name="random">Where chance comes from.</param>
    public static IEnumerable<(string What, bool IsWrong, Func<HttpContent?> Content)> Of(string field, Random random)
    {
        byte[] noise = [.. Enumerable.Range(0, 500).Select(_ => (byte)random.Next(256))];
        yield return ("no form", true, () => Mutant.Json("{}"));
        yield return ("nothing", true, () => null);
        yield return ("a form without an end", true, () => Mutant.Bytes(Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"a.json\"\r\n\r\n{{"), "multipart/form-data; boundary=b"));
        yield return ("a form without a boundary", true, () => Mutant.Bytes(noise, "multipart/form-data"));
        yield return ("another field", true, () => Form("andere", "a.txt", "x"u8.ToArray()));
        yield return ("a field and no file", true, () => new MultipartFormDataContent { { new StringContent("x"), field } });
        yield return ("2,000 fields", true, () => Many(2_000));
        yield return ("an empty file", false, () => Form(field, "a.json", []));
        yield return ("noise", false, () => Form(field, "a.json", noise));
        yield return ("noise that says it is a table", false, () => Form(field, "a.xlsx", [.. "PK\u0003\u0004"u8, .. noise]));
        yield return ("noise that says it is an archive", false, () => Form(field, "a.zip", [.. "PK\u0003\u0004"u8, .. noise]));
        yield return ("a path for a name", false, () => Form(field, "../../etc/passwd", "x"u8.ToArray()));
        yield return ("a name with everything", false, () => Form(field, "a\u202egpj.exe\u0301 👩‍👧 <b>.csv", "工号,姓名\n1,x\n"u8.ToArray()));
        yield return ("a table of one long line", false, () => Form(field, "a.csv", Encoding.UTF8.GetBytes(new string(',', 100_000))));
        yield return ("a table with NUL", false, () => Form(field, "a.csv", "工号,姓名\nX1,a\0b\n"u8.ToArray()));
        yield return ("JSON too deep", false, () => Form(field, "a.json", Encoding.UTF8.GetBytes(new string('[', 50_000))));
        yield return ("JSON of nothing", false, () => Form(field, "a.json", "null"u8.ToArray()));
        yield return ("JSON with NUL", false, () => Form(field, "a.json", "{\"definitionId\":\"a\\u0000\",\"name\":\"\\ud800\",\"root\":{}}"u8.ToArray()));
    }

    private static MultipartFormDataContent Form(string field, string fileName, byte[] content) => new() { { new ByteArrayContent(content), field, fileName } };

    private static MultipartFormDataContent Many(int fields)
    {
        var form = new MultipartFormDataContent();
        for (var n = 0; n < fields; n++) form.Add(new StringContent("x"), "f");
        return form;
    }
}
