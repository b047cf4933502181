using Granary.Simulation.Protocol;

namespace Granary.Simulation;

/// <summary>The suite, or a campaign of many seeds.</summary>
internal static class Program
{
    public static int Main(string[] arguments) =>
        arguments is ["campaign", .. var rest]
            ? Campaign.Run(rest, Console.Out)
            : Array.Exists(arguments, static a => a is "--server" or "--internal-msbuild-node")
                ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
                : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments).GetAwaiter().GetResult();
}
