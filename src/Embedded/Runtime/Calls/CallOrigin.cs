using Microsoft.Extensions.Logging;

namespace Granary.Embedded.Runtime;

/// <summary>Where calls come from and their answers go to: a silo, or a client outside of silos.</summary>
internal abstract class CallOrigin
{
    protected CallOrigin(GrainCluster cluster, string name, TimeProvider time, TurnExecutor executor, ILogger log)
    {
        Cluster = cluster;
        Name = name;
        Time = time;
        Executor = executor;
        Log = log;
        Outstanding = new OutstandingCalls(time, cluster.Options.ResponseTimeout);
        Observers = new ObserverRegistry(this);
        GrainFactory = new OriginGrainFactory(this);
    }

    public GrainCluster Cluster { get; }

    public string Name { get; }

    public TimeProvider Time { get; }

    public TurnExecutor Executor { get; }

    public ILogger Log { get; }

    public OutstandingCalls Outstanding { get; }

    public ObserverRegistry Observers { get; }

    public OriginGrainFactory GrainFactory { get; }

    public ProxyFactory Proxies => Cluster.Proxies;

    public abstract IServiceProvider Services { get; }

    public IOutgoingGrainCallFilter[] OutgoingFilters { get; protected set; } = [];

    public IIncomingGrainCallFilter[] IncomingFilters { get; protected set; } = [];

    /// <summary>Sends a call; its answer.</summary>
    public Task<T> Send<T>(GrainCall<T> call)
    {
        call.Origin = this;
        call.Source = RuntimeContext.Activation;
        return OutgoingFilters.Length == 0 ? SendNow(call) : new OutgoingCall<T>(this, call).SendAsync();
    }

    /// <summary>Sends a call past the filters.</summary>
    public Task<T> SendNow<T>(GrainCall<T> call)
    {
        call.Context = RequestContext.Current;
        if (call.OneWay)
        {
            call.DropToken();
            Route(call);
        }
        else
        {
            call.ListenToCaller();
            if (!call.IsOver)
            {
                if (Outstanding.Add(call) is { } closed)
                {
                    call.Fail(closed);
                }
                else if (call.IsOver)
                {
                    // Cancelled in between; whoever ended it may have looked before it was added.
                    Outstanding.Remove(call);
                }
                else
                {
                    Route(call);
                }
            }
        }

        return call.Answer;
    }

    /// <summary>Finds whom the call is for, and sends it there.</summary>
    public void Route(GrainCall call)
    {
        try
        {
            CallOrigin? destination = call.TargetClass is { } grainClass
                ? Cluster.Locate(grainClass, call.TargetId, this)
                : Cluster.OriginOf(call.TargetId);
            if (destination is null)
            {
                if (call.TargetClass is not null)
                {
                    Reject(call, new SiloUnavailableException($"There is no silo for {call}."));
                }

                // An observer of a process that is gone: nobody answers.
                return;
            }

            call.Destination = destination;
            Cluster.Transport.Request(this, destination, call);
        }
        catch (Exception error)
        {
            Reject(call, error);
        }
    }

    /// <summary>The call does not run: its caller is told why.</summary>
    public void Reject(GrainCall call, Exception error)
    {
        if (ReferenceEquals(this, call.Origin))
        {
            call.Fail(error);
        }
        else
        {
            call.Error = error;
            call.Respond(this);
        }
    }

    /// <summary>A request arrived.</summary>
    public abstract void Receive(GrainCall call);

    public override string ToString() => Name;
}
