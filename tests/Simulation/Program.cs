using Granary.Simulation.Protocol;
using Granary.Simulation.Yardsticks;

namespace Granary.Simulation;

/// <summary>The suite, a campaign of many seeds, or the yardsticks of the lease layer.</summary>
internal static class Program
{
    public static int Main(string[] arguments) =>
        arguments is ["campaign", .. var rest]
            ? Campaign.Run(rest, Console.Out)
            : arguments is ["lease", .. var yardstick]
            ? LeaseLayer.Run(yardstick, Console.Out)
            : Array.Exists(arguments, static a => a is "--server" or "--internal-msbuild-node")
                ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
                : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments).GetAwaiter().GetResult();
}
