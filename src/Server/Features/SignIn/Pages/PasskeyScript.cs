namespace HrBpm.Server.Features.SignIn.Pages;

/// <summary>The one script of the sign-in page: browsers give passkeys to scripts only. Where they give none, the button stays hidden.</summary>
internal static class PasskeyScript
{
    private const string Script = """
        (() => {
          const button = document.getElementById("passkey"), wrong = document.getElementById("passkey-wrong"), next = document.getElementById("passkey-next");
          if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) return;
          const post = async (path, body) => {
            const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
            if (!answer.ok) throw new Error(`${answer.status}`);
            return [answer.status, await answer.json()];
          };
          button.hidden = false;
          button.addEventListener("click", async () => {
            wrong.hidden = true;
            button.disabled = true;
            try {
              const [, begun] = await post("/api/sign-in/passkey/begin", {});
              const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(begun.options) });
              const [status, said] = await post("/api/sign-in/passkey", { state: begun.state, credential: credential.toJSON() });
              if (status === 202) {
                next.elements.challenge.value = said.challenge;
                next.submit();
                return;
              }
              location.assign(next.elements.return.value);
            } catch {
              wrong.hidden = false;
            } finally {
              button.disabled = false;
            }
          });
        })();
        """;

    public static IResult Show(HttpContext http)
    {
        http.Response.Headers.CacheControl = "max-age=300";
        return Results.Text(Script, "text/javascript; charset=utf-8");
    }
}
