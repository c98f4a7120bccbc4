using System.Runtime.CompilerServices;

namespace HrBpm.EndToEnd.Tests;

/// <summary>Servers and demos that are started here live for seconds: code that would be optimised by then would be optimised for nothing, and so is what counts its calls.</summary>
internal static class ShortLives
{
    // Inherited by every process that is started from here. This one has read its own long ago.
#pragma warning disable CA2255 // A test project is no library.
    [ModuleInitializer]
    internal static void LeaveCodeAsItIs() => Environment.SetEnvironmentVariable("DOTNET_TC_CallCounting", "0");
#pragma warning restore CA2255
}
