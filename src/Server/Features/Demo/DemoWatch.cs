using HrBpm.Server.Features.Org.Demo;

namespace HrBpm.Server.Features.Demo;

/// <summary>What somebody reads who stays to look at a demo that has been played: where to look, and whom to sign in as.</summary>
internal static class DemoWatch
{
    /// <summary>The text.</summary>
    /// <param name="address">Where the server listens, for example <c>http://localhost:5080</c>.</param>
    public static string Text(string address) => $"""

        The server goes on running, with its clock where the story ended. Ctrl+C ends it.

          {address}/inbox/done     李娜 (li.na), direct manager: what she signed, with what came after
          {address}/inbox/started  刘洋 (liu.yang), HR specialist: the resignation that was started
          {address}/inbox/done     陈晨 (chen.chen), who took over: the lines that were confirmed
          {address}/t              the same for a phone, without the app
          {address}/scalar         the API; 许诺 (xu.nuo) may see flows and jobs

        Everybody's password is {DemoGroup.Password}
        """;
}
