using System.Threading.Channels;
using Granary.Abstractions.Runs;
using Granary.Grains.Dispatch;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Steps;

namespace Granary.Grains.Tests.Runs.Groups;

/// <summary>
/// A dispatcher without limits: runs each task at once while <see cref="Allowed"/> lasts, and keeps the rest in flight. Thread-safe.
/// </summary>
internal sealed class FakeDispatchedGroup : IDispatchedGroup
{
    private readonly Lock _gate = new();
    private readonly List<CellTask> _held = [];
    private readonly Channel<int> _heldCounts = Channel.CreateUnbounded<int>();

    public Action<CellResult> OnResult { get; set; } = static _ => { };

    /// <summary>Tasks that may still run; the others stay in flight until released or cancelled.</summary>
    public int Allowed { get; set; } = int.MaxValue;

    /// <summary>How often each cell was really made, "row/column".</summary>
    public Dictionary<string, int> Calls { get; init; } = new(StringComparer.Ordinal);

    public RunLimitedBy? Blocked => null;

    public RowGroupLoad Load(Func<int, bool> deferred, long bytes) => new(bytes, deferred(0), 0, 1_024, true, 64, 0, 0);

    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _held.Count;
            }
        }
    }

    public void Enqueue(IReadOnlyList<CellTask> tasks)
    {
        foreach (var task in tasks)
        {
            lock (_gate)
            {
                if (Allowed <= 0)
                {
                    _held.Add(task);
                    _heldCounts.Writer.TryWrite(_held.Count);
                    continue;
                }

                Allowed--;
            }

            Run(task);
        }
    }

    public async Task UntilHeldAsync(int count)
    {
        while (await _heldCounts.Reader.ReadAsync(TestContext.Current.CancellationToken) < count)
        {
        }
    }

    /// <summary>Ends held tasks, oldest first.</summary>
    public void Release(int count = int.MaxValue, Func<CellTask, StepOutcome>? outcome = null)
    {
        CellTask[] released;
        lock (_gate)
        {
            released = [.. _held.Take(count)];
            _held.RemoveRange(0, released.Length);
        }

        foreach (var task in released)
        {
            if (outcome is null)
            {
                Run(task);
            }
            else
            {
                Count(task);
                OnResult(new CellResult(task, outcome(task)));
            }
        }
    }

    // What is held is in flight, so nothing is queued that could be taken back.
    public IReadOnlyList<CellTask> Withdraw(Func<CellTask, bool> which) => [];

    public void CancelInFlight()
    {
        CellTask[] cancelled;
        lock (_gate)
        {
            cancelled = [.. _held];
            _held.Clear();
        }

        foreach (var task in cancelled)
        {
            OnResult(new CellResult(task, null));
        }
    }

    public int InFlight(int column) => Held;

    public void Dispose()
    {
    }

    private void Run(CellTask task)
    {
        Count(task);
        var outcome = task.Column.Step.RunAsync(task.Input, TestRun.Context(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        OnResult(new CellResult(task, outcome with { Calls = 1 }));
    }

    private void Count(CellTask task)
    {
        lock (_gate)
        {
            var cell = $"{task.Input.Row}/{task.Column.Name}";
            Calls[cell] = Calls.GetValueOrDefault(cell) + 1;
        }
    }
}
