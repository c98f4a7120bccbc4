using System.Net;
using System.Net.Sockets;
using System.Text;
using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.Mail;
using HrBpm.Workflows.Authoring;
using MimeKit;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class MailTests : IAsyncLifetime
{
    private readonly SmtpPeer _peer = new();
    private Rig _rig = null!;

    public ValueTask InitializeAsync()
    {
        _rig = NewRig();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _rig.Dispose();
        await _peer.DisposeAsync();
    }

    private Rig NewRig(params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> all = new()
        {
            ["Connectors:Mail:Host"] = "127.0.0.1", ["Connectors:Mail:Port"] = $"{_peer.Port}", ["Connectors:Mail:Security"] = "None", ["Connectors:Mail:From"] = "星河人事 <hr@xinghe.example>",
        };
        foreach (var (key, value) in settings) all[$"Connectors:Mail:{key}"] = value;
        return new Rig(all);
    }

    private static Task<ActivityResult> SendAsync(Rig rig, string to = "张伟 <zhang.wei@xinghe.example>, li.na@xinghe.example") =>
        rig.RunAsync(new SendMail(new Letters(rig.Relay, rig.Clock)) { To = to, Subject = "离职证明", Text = "您好,\n证明已开具。\n.\n结束", MessageKey = "certificate:42" });

    private MimeMessage Taken(int index = 0) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(_peer.Messages[index])), TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_relay_gets_the_message_as_it_was_written()
    {
        (await SendAsync(_rig)).ShouldBeOfType<ActivityResult.Completed>();
        var message = Taken();
        message.Subject.ShouldBe("离职证明");
        message.From.Mailboxes.Single().Address.ShouldBe("hr@xinghe.example");
        message.To.Mailboxes.Select(m => m.Address).ShouldBe(["zhang.wei@xinghe.example", "li.na@xinghe.example"]);
        message.TextBody.ShouldNotBeNull().ReplaceLineEndings("\n").TrimEnd().ShouldContain("证明已开具。");
        message.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        _peer.Commands.ShouldContain(c => c.StartsWith("RCPT TO:<li.na@xinghe.example>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repeated_run_carries_the_same_message_id()
    {
        await SendAsync(_rig);
        _rig.StartAnew();
        await SendAsync(_rig);
        Taken(1).MessageId.ShouldBe(Taken(0).MessageId);
        Taken().MessageId.ShouldEndWith("@xinghe.example");
    }

    [Fact]
    public async Task Without_a_host_the_step_says_that_mail_is_not_configured()
    {
        using var rig = NewRig(("Host", ""));
        var failure = (await SendAsync(rig)).ShouldBeOfType<ActivityResult.Failed>();
        failure.Code.ShouldBe("mail.not-configured");
        failure.Message.ShouldContain("Connectors:Mail:Host");
    }

    [Fact]
    public async Task A_relay_that_defers_is_asked_again()
    {
        _peer.RecipientAnswer = "451 try later";
        var thrown = await Should.ThrowAsync<ConnectorException>(() => SendAsync(_rig));
        thrown.Code.ShouldBe("mail.deferred");
        thrown.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_relay_that_refuses_fails_the_step()
    {
        _peer.RecipientAnswer = "550 no such mailbox";
        (await SendAsync(_rig)).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("mail.refused");
        _rig.Calls.ShouldHaveSingleItem().Status.ShouldBe(550);
    }

    [Fact]
    public async Task A_relay_without_STARTTLS_gets_nothing_in_the_clear()
    {
        using var rig = NewRig(("Security", "StartTls"), ("UserName", "hr"), ("Password", "relay-password"));
        (await SendAsync(rig)).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("mail.not-protected");
        _peer.Messages.ShouldBeEmpty();
        _peer.Commands.ShouldNotContain(c => c.StartsWith("AUTH", StringComparison.Ordinal) || c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_relay_that_talks_no_TLS_is_refused_where_TLS_is_asked_for()
    {
        using var rig = NewRig(("Security", "Tls"), ("TimeoutSeconds", "2"));
        var outcome = await Record.ExceptionAsync(async () => (await SendAsync(rig)).ShouldBeOfType<ActivityResult.Failed>());
        if (outcome is not null) outcome.ShouldBeOfType<ConnectorException>();
        _peer.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_sign_in_fails_the_step_and_hides_the_password()
    {
        _peer.Extensions = ["AUTH PLAIN"];
        _peer.AuthAnswer = "535 wrong";
        using var rig = NewRig(("UserName", "hr"), ("Password", "relay-password"));
        (await SendAsync(rig)).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("mail.not-authorised");
        string.Join('\n', rig.Calls).ShouldNotContain("relay-password");
    }

    [Fact]
    public async Task A_relay_that_is_down_is_asked_again()
    {
        TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var rig = NewRig(("Port", $"{port}"));
        (await Should.ThrowAsync<ConnectorException>(() => SendAsync(rig))).Code.ShouldBe("mail.unreachable");
    }

    [Fact]
    public async Task A_relay_that_never_answers_is_given_up()
    {
        _peer.IsSilent = true;
        using var rig = NewRig(("TimeoutSeconds", "0.5"));
        var thrown = await Should.ThrowAsync<ConnectorException>(() => SendAsync(rig));
        thrown.Code.ShouldBe("mail.timeout");
        thrown.IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@b\r\nBcc: c@d")]
    public async Task A_bad_address_is_not_tried(string to)
    {
        (await SendAsync(_rig, to)).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("mail.bad-address");
        _peer.Commands.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_call_is_recorded()
    {
        await SendAsync(_rig);
        var call = _rig.Calls.ShouldHaveSingleItem();
        call.System.ShouldBe("Mail");
        call.Status.ShouldBe(250);
        call.RequestBody!.ShouldContain("Subject: 离职证明");
        call.ResponseBody!.ShouldContain("taken as q-1");
    }
}
