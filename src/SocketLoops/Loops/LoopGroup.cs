using System.Collections.Concurrent;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Transport;
using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Loops;

/// <summary>
/// The loops of one backend in one server, and their connections. Started by the first who needs it, stopped by the last who gives it back. Several
/// servers in one process share nothing.
/// </summary>
internal sealed partial class LoopGroup(ILoopBackend backend, LoopSettings settings, LiveTuning tuning, StallMonitor stalls, ILogger logger)
    : IConnectionRegister
{
    private readonly ConcurrentDictionary<long, LoopConnection> _connections = new();
    private readonly SemaphoreSlim _starting = new(1, 1);
    private Loop[] _loops = [];
    private int[] _counts = [];
    private int _users;
    private int _next = -1;
    private int _open;
    private long _numbers;

    public string Backend => backend.Name;

    public LoopSettings Settings => settings;

    public LiveTuning Tuning => tuning;

    /// <summary>The loops; none while nobody uses the group.</summary>
    public IReadOnlyList<Loop> Loops => Volatile.Read(ref _loops);

    /// <summary>Connections whose descriptor is open.</summary>
    public int Open => Volatile.Read(ref _open);

    public IEnumerable<LoopConnection> Connections => _connections.Values;

    public int ConnectionsOf(int loop) => Volatile.Read(ref _counts[loop]);

    /// <summary>One more user; the first starts the loops.</summary>
    public async Task AcquireAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_users == 0)
            {
                await StartAsync();
            }

            _users++;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>One user less; after the last the loops stop, which ends what is still connected.</summary>
    public async Task ReleaseAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (--_users == 0)
            {
                await Task.WhenAll(_loops.Select(static loop => loop.StopAsync()));
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A place for one more connection, unless <c>MaxConnections</c> are open.</summary>
    public bool TryTakePlace()
    {
        if (Interlocked.Increment(ref _open) <= tuning.Current.MaxConnections)
        {
            return true;
        }

        Interlocked.Decrement(ref _open);
        return false;
    }

    /// <summary>Counts a connection that this process opened itself: the cap is for those that come to it.</summary>
    public void TakePlaceAnyway() => Interlocked.Increment(ref _open);

    /// <summary>The loop for a new connection by the balance that was configured; counted there from now on.</summary>
    public Loop Choose(Func<string> clientAddress)
    {
        var loops = Volatile.Read(ref _loops);
        var index = loops.Length == 1 ? 0 : settings.Balance switch
        {
            BalanceStrategies.RoundRobin => (int)((uint)Interlocked.Increment(ref _next) % (uint)loops.Length),
            BalanceStrategies.Hash => AddressHash.Lane(clientAddress(), loops.Length),
            _ => Fewest(),
        };
        Interlocked.Increment(ref _counts[index]);
        return loops[index];
    }

    /// <summary>The connection goes to the loop that accepted it.</summary>
    public void Count(Loop loop) => Interlocked.Increment(ref _counts[loop.Id]);

    /// <summary>Makes a connection that has its place and its loop.</summary>
    public LoopConnection Connect(int descriptor, Loop loop, ConnectionKind kind, Action<LoopConnection, Exception?> attached)
    {
        var connection = new LoopConnection(Interlocked.Increment(ref _numbers), descriptor, loop, kind, this, attached);
        _connections[connection.Number] = connection;
        connection.Start();
        return connection;
    }

    public void Closed(LoopConnection connection)
    {
        if (_connections.TryRemove(connection.Number, out _))
        {
            Interlocked.Decrement(ref _open);
            Interlocked.Decrement(ref _counts[connection.Loop.Id]);
        }
    }

    public void Failed(LoopConnection connection, int errno)
    {
        if (Native.Errno.IsPeerGone(errno))
        {
            LogReset(connection.ConnectionId, Native.Errno.Name(errno));
        }
        else
        {
            LogFailed(connection.ConnectionId, connection.Endpoint, Native.Errno.Name(errno));
        }
    }

    public void CallbackThrew(LoopConnection connection, Exception error) => LogClosedCallbackThrew(connection.ConnectionId, error);

    private int Fewest()
    {
        var best = 0;
        for (var index = 1; index < _counts.Length; index++)
        {
            if (Volatile.Read(ref _counts[index]) < Volatile.Read(ref _counts[best]))
            {
                best = index;
            }
        }

        return best;
    }

    private async Task StartAsync()
    {
        var cpus = CpuPlacement.Resolve(settings.CpuAffinity, settings.Loops, CpuAffinity.Allowed())!;
        var loops = Enumerable.Range(0, settings.Loops)
            .Select(id => new Loop(id, backend, settings, tuning, stalls, logger, cpus[id]))
            .ToArray();
        _counts = new int[loops.Length];
        try
        {
            foreach (var loop in loops)
            {
                await loop.StartAsync();
            }
        }
        catch
        {
            await Task.WhenAll(loops.Where(static loop => loop.ThreadId != 0).Select(static loop => loop.StopAsync()));
            throw;
        }

        Volatile.Write(ref _loops, loops);
        stalls.Watch(loops);
    }
}
