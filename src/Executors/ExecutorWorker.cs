using System.Runtime.InteropServices;
using Granary.Executors.Handlers;
using Granary.Executors.Protocol;
using Granary.Executors.Worker;

namespace Granary.Executors;

/// <summary>
/// The worker side of a .NET process pool: what the verb <c>worker</c> of the host's executable runs. An application that hosts pools itself calls it from
/// its own <c>Main</c> when its first argument is <c>worker</c>, before anything else is set up.
/// </summary>
public static class ExecutorWorker
{
    private const int BadUsage = 2;
    private const int Broken = 70;

    /// <summary>
    /// Connects to the host that started this process, carries out its calls, and returns the exit code when the host says so. Blocks the calling
    /// thread. When the host dies, however it dies, the process is killed.
    /// </summary>
    /// <param name="modules">Modules of the executable itself; those of plug-in assemblies come from the host's settings.</param>
    public static int Run(params IEnumerable<IExecutorModule> modules)
    {
        if (WorkerEnvironment.Take() is not { } environment)
        {
            Console.Error.WriteLine("worker: this verb is for processes that an executor pool starts; its variables are missing from the environment.");
            return BadUsage;
        }

        Lifeline.Watch();

        // Ctrl-C and service managers signal whole groups of processes; when this one ends is for the host to say.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static signal => signal.Cancel = true);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static signal => signal.Cancel = true);
        try
        {
            using var session = WorkerSession.Connect(environment);
            return session.Run(() => new HandlerTable(modules.Concat(PluginAssemblies.Load(environment.Assemblies))));
        }
        catch (Exception error) when (error is ProtocolException or IOException or System.Net.Sockets.SocketException)
        {
            Console.Error.WriteLine($"worker: {error.Message}");
            return Broken;
        }
    }
}
