using CsCheck;

namespace HrBpm.Workflows.Tests.Properties;

/// <summary>Tries a property on random data: by default a few seconds' worth, always the same, so that a build fails for what was changed and not by chance.</summary>
/// <remarks>With HRBPM_PROPERTY_RUNS=n the data is new each time and n times as much; what fails is shrunk, and its seed printed.</remarks>
internal static class Trials
{
    public static async Task OfAsync<T>(Gen<T> data, Func<T, Task> holds, int quick, Func<T, string> print)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("HRBPM_PROPERTY_RUNS"), out var factor))
        {
            await data.SampleAsync(holds, iter: quick * factor, threads: 1, print: print);
            return;
        }

        for (var trial = 1u; trial <= quick; trial++)
        {
            var value = data.Generate(new PCG(trial, 20260901), null, out _);
            try
            {
                await holds(value);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Expected this to hold for trial {trial}, but it does not: {print(value)}", e);
            }
        }
    }
}
