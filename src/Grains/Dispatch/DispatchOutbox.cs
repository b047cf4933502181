using Granary.Abstractions.Runs;
using Granary.Admission;
using Granary.Grains.Events;
using Granary.Scheduling.Dispatch;

namespace Granary.Grains.Dispatch;

/// <summary>
/// Effects of dispatch passes on their way out, in order. Filled under the dispatcher's lock; emptied without it, by one thread at a time, so that
/// what an effect calls may come back to the dispatcher. Thread-safe.
/// </summary>
internal sealed class DispatchOutbox(IWorkerSpawner spawner, IRequestAdmission admission, EventStreams events)
{
    private readonly Lock _gate = new();
    private readonly Queue<Outgoing> _queue = new();
    private bool _performing;

    public void Add(DispatchWorker worker) => Add(new Outgoing(worker, null, null, null, null));

    public void Add(KeyDemand demand) => Add(new Outgoing(null, demand, null, null, null));

    public void Add(Action<RowGroupFault> tell, RowGroupFault fault) => Add(new Outgoing(null, null, tell, fault, null));

    public void Add(StreamEvent e) => Add(new Outgoing(null, null, null, null, e));

    /// <summary>Performs everything there is, unless another thread is at it: that one takes the rest along.</summary>
    public void Flush()
    {
        while (true)
        {
            Outgoing next;
            lock (_gate)
            {
                if (_performing || !_queue.TryDequeue(out next))
                {
                    return;
                }

                _performing = true;
            }

            try
            {
                Perform(next);
            }
            finally
            {
                lock (_gate)
                {
                    _performing = false;
                }
            }
        }
    }

    private void Add(Outgoing outgoing)
    {
        lock (_gate)
        {
            _queue.Enqueue(outgoing);
        }
    }

    private void Perform(in Outgoing outgoing)
    {
        if (outgoing.Worker is { } worker)
        {
            try
            {
                worker.Announce();
                spawner.Spawn(worker.RunAsync);
            }
            catch (Exception e)
            {
                worker.NotStarted(e);
            }
        }
        else if (outgoing.Demand is { } demand)
        {
            admission.Demand(demand.Key, demand.Queued);
        }
        else if (outgoing.Event is { } e)
        {
            events.Emit(e);
        }
        else
        {
            outgoing.Tell!(outgoing.Fault!);
        }
    }

    private readonly record struct Outgoing(DispatchWorker? Worker, KeyDemand? Demand, Action<RowGroupFault>? Tell, RowGroupFault? Fault, StreamEvent? Event);
}
