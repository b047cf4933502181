using System.Collections.Concurrent;

namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>Where grains and tests meet: a grain says that it is here and waits until the test lets it pass. By name, within the process.</summary>
public sealed class Gate
{
    private static readonly ConcurrentDictionary<string, Gate> Gates = new(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private readonly List<string> _notes = [];

    /// <summary>How many have come.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _notes.Count;
            }
        }
    }

    /// <summary>What those who came said, in their order.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_lock)
            {
                return [.. _notes];
            }
        }
    }

    public static Gate Of(string name) => Gates.GetOrAdd(name, _ => new Gate());

    /// <summary>Says that somebody came, and what it says.</summary>
    public void Note(string what = "")
    {
        List<TaskCompletionSource> reached;
        lock (_lock)
        {
            _notes.Add(what);
            reached = [.. _waiting.Where(w => w.Count <= _notes.Count).Select(w => w.Reached)];
            _waiting.RemoveAll(w => w.Count <= _notes.Count);
        }

        reached.ForEach(r => r.TrySetResult());
    }

    /// <summary>Comes, and waits until the gate is open.</summary>
    public Task PassAsync(string what = "")
    {
        Note(what);
        return _open.Task;
    }

    /// <summary>Lets all pass, also those that come later.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>Completes when so many have come.</summary>
    public Task CameAsync(int count)
    {
        lock (_lock)
        {
            if (_notes.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task;
        }
    }
}
