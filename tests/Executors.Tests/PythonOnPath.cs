namespace Granary.Executors.Tests;

/// <summary>Whether this machine can run Python workers.</summary>
internal static class PythonOnPath
{
    private static readonly bool Exists = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
        .Any(static folder => File.Exists(Path.Combine(folder, "python3")));

    public static void Require() => Assert.SkipUnless(Exists, "There is no python3 on the PATH of this machine.");
}
