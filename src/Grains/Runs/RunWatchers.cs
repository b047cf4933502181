using System.Text.Json;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Output;
using Granary.Grains.Runs.Progress;

namespace Granary.Grains.Runs;

/// <summary>Live events of one activation of a run, and who waits for the next one. Not thread-safe.</summary>
internal sealed class RunWatchers(string epoch, TimeProvider time)
{
    private const int Kept = 10_000;
    private const int PageSize = 1_000;
    private static readonly TimeSpan _interest = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(60);

    private readonly EventRing _ring = new(Kept);
    private TaskCompletionSource _next = New();
    private DateTimeOffset? _looked;
    private bool _closed;

    /// <summary>Somebody asked for events lately: progress is worth telling.</summary>
    public bool SomebodyLooks => _looked is { } looked && time.GetUtcNow() - looked <= _interest;

    public void Show(string kind, object data)
    {
        _ring.Add(kind, JsonSerializer.Serialize(data, RunJson.Compact));
        (var waiting, _next) = (_next, New());
        waiting.TrySetResult();
    }

    /// <summary>Until there is an event after that one, the time is over, or nothing more can come.</summary>
    public async Task WaitAsync(long after, TimeSpan wait, Func<bool> ended, CancellationToken cancellationToken)
    {
        _looked = time.GetUtcNow();
        var until = time.GetUtcNow() + (wait < _longestWait ? wait : _longestWait);

        // A number that does not exist yet belongs to an earlier activation: its reader must hear of the new epoch at once.
        while (!_closed && _ring.Last == after && !ended())
        {
            var left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            try
            {
                await _next.Task.WaitAsync(left, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    public RunEventPage Read(long after, RunView view, bool ended)
    {
        _looked = time.GetUtcNow();
        var (missed, events) = _ring.After(after, PageSize);
        var complete = events.IsEmpty || events[^1].Sequence == _ring.Last;
        return new RunEventPage(true, epoch, missed, events, view, ended && complete, _ring.Last);
    }

    /// <summary>The activation goes: nobody waits in vain.</summary>
    public void Close()
    {
        _closed = true;
        _next.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
