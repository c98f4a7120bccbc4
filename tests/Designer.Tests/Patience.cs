using System.Runtime.CompilerServices;
using Bunit;

namespace HrBpm.Designer.Tests;

/// <summary>How long a test waits for what a component will show: as long as a busy machine may take.</summary>
internal static class Patience
{
    [ModuleInitializer]
    internal static void Set() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(20);
}
