using Microsoft.Extensions.Logging;

namespace Granary.Embedded.Runtime;

/// <summary>What the silos of one process share.</summary>
internal sealed class GrainCluster
{
    public GrainCluster(
        RuntimeSettings options, IStateBackend state, ICallTransport transport, IGrainDirectory directory, TimeProvider time, ILoggerFactory logs,
        Func<CallOrigin?> reminderCaller)
    {
        Options = options;
        State = state;
        Transport = transport;
        Directory = directory;
        Types = new GrainTypes(options.Assemblies);
        Proxies = new ProxyFactory(Types);
        Reminders = new ReminderService(this, reminderCaller, time, logs.CreateLogger("Granary.Embedded.Reminders"));
    }

    public RuntimeSettings Options { get; }

    public IStateBackend State { get; }

    public ICallTransport Transport { get; }

    public IGrainDirectory Directory { get; }

    public GrainTypes Types { get; }

    public ProxyFactory Proxies { get; }

    public ReminderService Reminders { get; }

    /// <summary>Gets what happens, in simulation; null otherwise.</summary>
    public Action<string, string>? Tracer { get; init; }

    public Silo? Locate(GrainClass grainClass, GrainId id, CallOrigin from) => Directory.Locate(grainClass, id, from);

    public CallOrigin? OriginOf(GrainId observer) => Directory.Find(ObserverRegistry.OwnerOf(observer));
}
