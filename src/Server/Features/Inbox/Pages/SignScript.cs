namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>The one script of these pages: browsers give passkeys to scripts only. Where they give none, the button stays hidden and the password signs.</summary>
internal static class SignScript
{
    private const string Script = """
        (() => {
          const by = id => document.getElementById(id);
          const button = by("passkey"), wrong = by("passkey-wrong"), form = by("answer"), password = by("password");
          if (!button || !window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) return;
          button.hidden = false;
          button.addEventListener("click", async () => {
            wrong.hidden = true;
            password.required = false;
            if (!form.reportValidity()) return;
            button.disabled = true;
            try {
              const answer = await fetch(button.dataset.begin, { method: "POST" });
              if (!answer.ok) throw new Error(`${answer.status}`);
              const begun = await answer.json();
              const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(begun.options) });
              by("passkey-answer").value = JSON.stringify(credential.toJSON());
              by("passkey-state").value = begun.state;
              form.submit();
            } catch {
              password.required = true;
              wrong.hidden = false;
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
