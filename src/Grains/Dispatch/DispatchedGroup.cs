using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Steps;
using Granary.Scheduling.Tasks;

namespace Granary.Grains.Dispatch;

/// <summary>A row group at the dispatcher. Its queued tasks are touched under the dispatcher's lock only.</summary>
internal sealed class DispatchedGroup : IDispatchedGroup
{
    private readonly SiloDispatcher _dispatcher;
    private readonly StepContext[] _contexts;
    private readonly int[] _inFlight;
    private readonly Lock _gate = new();
    private CancellationTokenSource _cancel = new();

    public DispatchedGroup(SiloDispatcher dispatcher, DispatchedGroupSpec spec)
    {
        (_dispatcher, Spec) = (dispatcher, spec);
        _inFlight = new int[spec.Works.Length];
        _contexts = [.. spec.Works.Select(c => spec.Context with { Caller = spec.Context.Caller with { Column = c.Name } })];
    }

    public DispatchedGroupSpec Spec { get; }

    public string RunId => Spec.RunId;

    /// <summary>Queued tasks by key; the dispatcher's lock guards it.</summary>
    public Dictionary<TaskKey, CellTask> Queued { get; } = [];

    public RunLimitedBy? Blocked => _dispatcher.WhatBlocks(this);

    public RowGroupLoad Load(Func<int, bool> deferred, long bytes) => _dispatcher.Load(this, deferred, bytes);

    public void Enqueue(IReadOnlyList<CellTask> tasks) => _dispatcher.Enqueue(this, tasks);

    public IReadOnlyList<CellTask> Withdraw(Func<CellTask, bool> which) => _dispatcher.Withdraw(this, which);

    public int InFlight(int column) => Volatile.Read(ref _inFlight[column]);

    public void CancelInFlight()
    {
        CancellationTokenSource cancelled;
        lock (_gate)
        {
            (cancelled, _cancel) = (_cancel, new CancellationTokenSource());
        }

        cancelled.Cancel();
    }

    public void Dispose()
    {
        _dispatcher.Remove(this);
        CancelInFlight();
    }

    /// <summary>The task leaves the queue for a worker.</summary>
    public CancellationToken Started(CellTask task)
    {
        Interlocked.Increment(ref _inFlight[task.Column.Index]);
        lock (_gate)
        {
            return _cancel.Token;
        }
    }

    public void Finished(CellResult result)
    {
        Interlocked.Decrement(ref _inFlight[result.Task.Column.Index]);
        Spec.OnResult(result);
    }

    /// <param name="column">The column.</param>
    /// <param name="onAdmissionWait">Told of waits for permits.</param>
    /// <param name="execution">This execution, for the events of its calls; null: nobody listens.</param>
    public StepContext ContextOf(CompiledColumn column, Action<bool> onAdmissionWait, CallerTask? execution)
    {
        var context = column.Alias is null ? _contexts[column.Index] : _contexts[column.Index] with { OnAdmissionWait = onAdmissionWait };
        return execution is null ? context : context with { Caller = context.Caller with { Task = execution } };
    }

    /// <summary>The column with most tasks in flight, or null.</summary>
    public CompiledColumn? Busiest()
    {
        CompiledColumn? busiest = null;
        var most = 0;
        for (var i = 0; i < _inFlight.Length; i++)
        {
            if (InFlight(i) is var count && count > most)
            {
                (busiest, most) = (Spec.Works[i], count);
            }
        }

        return busiest;
    }
}
