using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Inbox;

namespace HrBpm.Designer.Tests.Inbox;

/// <summary>What stands beside a task: its files, and who has read a copy.</summary>
public sealed class TaskExtrasTests
{
    private static readonly NamedPerson LiNa = new() { Id = new("00000000-0000-4000-8000-000000000007"), Name = "李娜" }, HeJing = new() { Id = new("00000000-0000-4000-8000-000000000008"), Name = "何静" };
    private static readonly DateTimeOffset At = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Copies_say_who_has_read_them_and_when_those_first()
    {
        await using var context = new FakeServer().Context();
        var receipts = context.Render<CopyReceipts>(parameters => parameters.Add(p => p.Copies,
        [
            new TaskDetailsCopy { Person = LiNa, SentUtc = At },
            new TaskDetailsCopy { Person = HeJing, SentBy = LiNa, SentUtc = At, ReadUtc = At.AddHours(1) },
        ]));

        receipts.Find("h3").TextContent.ShouldContain("1 / 2 人已阅");
        var rows = receipts.FindAll("li");
        rows[0].TextContent.ShouldContain("李娜 抄送于");
        rows[0].QuerySelector(".chip.ok")!.TextContent.ShouldStartWith("已阅 11-23");
        (rows[1].TextContent.Contains("流程抄送于", StringComparison.Ordinal), rows[1].QuerySelector(".chip")!.TextContent).ShouldBe((true, "未阅"));
    }

    [Theory]
    [InlineData("证明.PDF", true)]
    [InlineData("photo.jpeg", true)]
    [InlineData("清单.xlsx", false)]
    [InlineData("drawing.svg", false)]
    public async Task Pictures_and_pdfs_are_shown_and_anything_else_is_a_download(string name, bool isShown)
    {
        await using var context = new FakeServer().Context();
        var file = new TaskDetailsFile { Id = HeJing.Id, FileName = name, Length = 2048, UploadedBy = LiNa, AtUtc = At };

        var card = context.Render<FileCard>(parameters => parameters.Add(p => p.TaskId, LiNa.Id).Add(p => p.File, file));

        card.FindAll("button").Count.ShouldBe(isShown ? 1 : 0);
        card.FindAll($"a[download='{name}'][href='api/tasks/{LiNa.Id}/attachments/{HeJing.Id}']").Count.ShouldBe(isShown ? 0 : 1);
    }
}
