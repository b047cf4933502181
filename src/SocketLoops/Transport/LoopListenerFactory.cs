using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Granary.SocketLoops.Loops;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Transport;

/// <summary>
/// Kestrel's door: binds the TCP and Unix-socket endpoints whose plan names a loop backend and leaves all others to the stock transport. Kestrel makes it
/// before options are validated, so it looks at them only when an endpoint is bound.
/// </summary>
internal sealed class LoopListenerFactory(Lazy<EndpointPlans> plans, Lazy<LoopGroups> groups, TimeProvider time, ILoggerFactory loggers)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly ConcurrentDictionary<LoopListener, bool> _listeners = new();

    public IEnumerable<LoopListener> Listeners => _listeners.Keys;

    public bool CanBind(EndPoint endpoint) =>
        endpoint is IPEndPoint or UnixDomainSocketEndPoint && groups.Value.Find(plans.Value.For(endpoint).Report.InUse) is not null;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var plan = plans.Value.For(endpoint);
        var group = groups.Value.Find(plan.Report.InUse)
            ?? throw new NotSupportedException($"The endpoint {endpoint} is carried by '{plan.Report.InUse}', not by loops.");
        await group.AcquireAsync();
        LoopListener listener;
        try
        {
            listener = new LoopListener(group, endpoint, plan, time, loggers.CreateLogger<LoopListener>());
        }
        catch
        {
            await group.ReleaseAsync();
            throw;
        }

        try
        {
            await listener.StartAsync();
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }

        _listeners[listener] = true;
        listener.Disposed = gone => _listeners.TryRemove(gone, out _);
        return listener;
    }
}
