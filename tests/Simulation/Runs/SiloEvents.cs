using Granary.Grains.Events;
using Granary.Scheduling.Timelines;

namespace Granary.Simulation.Runs;

/// <summary>What one life of a silo said. Used on one thread.</summary>
internal sealed class SiloEvents
{
    private static readonly string[] Answered =
        ["request_wait_started", "request_wait_completed", "request_lease_acquired", "model_request_started", "request_lease_released", "model_request_completed"];

    private readonly Dictionary<string, int> _steps = new(StringComparer.Ordinal);
    private readonly HashSet<(string? Run, int? Session)> _sessions = [];
    private long _scheduler;
    private long _requests;

    public RunTimeline Timeline { get; } = new();

    public int OpenSessions => _sessions.Count;

    public void Check(string silo, StreamEvent e, RunBook book)
    {
        var expected = e.Stream == StreamEvent.Scheduler ? ++_scheduler : ++_requests;
        if (e.Sequence != expected)
        {
            book.Violate($"{silo}: {e.Kind} has number {e.Sequence} of its stream, not {expected}");
        }

        switch (e.Kind)
        {
            case "scheduler_job_started" when !_sessions.Add((e.Correlation!.RunId, e.Correlation.Session)):
                book.Violate($"{silo}: session {e.Correlation.Session} began twice");
                break;
            case "scheduler_job_completed" when !_sessions.Remove((e.Correlation!.RunId, e.Correlation.Session)):
                book.Violate($"{silo}: session {e.Correlation.Session} ended without having begun");
                break;
        }

        if (e.RequestAttemptId is { } attempt && Array.IndexOf(Answered, e.Kind) is >= 0 and var step && _steps.GetValueOrDefault(attempt) is var before)
        {
            _steps[attempt] = step + 1;
            if (before != step)
            {
                book.Violate($"{silo}: {e.Kind} of attempt {attempt} is event {step + 1}, after {before}");
            }
        }

        // The dispatcher as a whole is blocked for a timeline of its own.
        Timeline.Add(new TimelineEvent(e.Kind, e.At, e.Silo, e.TaskId, e.Correlation?.TaskExecutionId, e.RequestAttemptId, e.Reason));
    }
}
