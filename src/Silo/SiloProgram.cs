using Granary.Api.Executors;
using Granary.Executors;
using Granary.Grains.Simulator;
using Granary.Silo.Hosting;
using Granary.Silo.Journal;

using Microsoft.Extensions.Options;

namespace Granary.Silo;

/// <summary>
/// The executable. Verbs: <c>serve</c> (default) runs grains and the API in one process; <c>provider-sim</c> serves the bundled provider simulator
/// on loopback; <c>journal</c> looks into the durable logs of this machine; <c>worker</c> is what executor pools start, never a person.
/// </summary>
internal static class SiloProgram
{
    private const int BadUsage = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var verb = args is [{ Length: > 0 } first, ..] && !first.StartsWith('-') ? first : "serve";
        var rest = args is [{ } head, ..] && head == verb ? args[1..] : args;
        switch (verb)
        {
            case "serve":
                return await ServeAsync(rest);
            case "provider-sim":
                return await ProviderSimulatorApp.RunAsync(rest, Console.Out, Console.Error, CancellationToken.None);
            case "journal":
                return await JournalTool.RunAsync(rest, Console.Out, Console.Error, CancellationToken.None);
            case "worker":
                return ExecutorWorker.Run();
            case "version":
                Console.WriteLine(BuildIdentity.Text);
                return 0;
            default:
                await Console.Error.WriteLineAsync($"granary-silo: unknown verb '{verb}'; the verbs are serve, provider-sim, journal, worker, version.");
                return BadUsage;
        }
    }

    private static async Task<int> ServeAsync(string[] args)
    {
        try
        {
            await using var app = GranaryHost.Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (OptionsValidationException exception)
        {
            await Console.Error.WriteLineAsync("granary-silo: the configuration has errors:");
            foreach (var failure in exception.Failures)
            {
                await Console.Error.WriteLineAsync("  " + failure);
            }

            return BadUsage;
        }
        catch (Exception exception) when (exception is StartupException or HandlerRouteException or ExecutorStartException or ExecutorModuleException or IOException)
        {
            await Console.Error.WriteLineAsync("granary-silo: " + exception.Message);
            return BadUsage;
        }
    }
}
