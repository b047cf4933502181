using Granary.Grains.Events;
using Granary.Scheduling.Timelines;

namespace Granary.Simulation.Runs;

/// <summary>Everything the silos say, each life of a silo by itself, checked while it comes. Used on the simulation's one thread.</summary>
internal sealed class EventBook(RunBook book)
{
    private readonly Dictionary<(string Silo, int Life), SiloEvents> _lives = [];

    /// <summary>How often each kind came.</summary>
    public SortedDictionary<string, int> Kinds { get; } = new(StringComparer.Ordinal);

    public void Take(string silo, int life, StreamEvent e)
    {
        Kinds[e.Kind] = Kinds.GetValueOrDefault(e.Kind) + 1;
        if (!_lives.TryGetValue((silo, life), out var events))
        {
            _lives.Add((silo, life), events = new SiloEvents());
        }

        events.Check(silo, e, book);
    }

    /// <summary>When nothing is under way: whoever lives holds nothing, and every session that began has ended.</summary>
    public void CheckAtRest(Func<string, int, bool> lives)
    {
        foreach (var ((silo, life), events) in _lives)
        {
            var metrics = events.Timeline.Metrics();
            if (metrics.HiddenWaiters + metrics.Disordered > 0)
            {
                book.Violate($"{silo}: {metrics.HiddenWaiters} hidden waiters, {metrics.Disordered} timelines that run backwards");
            }

            if (lives(silo, life) && metrics.OpenTaskLeases + metrics.OpenRequestLeases + metrics.OpenWaits + events.OpenSessions > 0)
            {
                book.Violate(
                    $"{silo} says: {metrics.OpenTaskLeases} task leases, {metrics.OpenRequestLeases} permits, {metrics.OpenWaits} waits and {events.OpenSessions} sessions are open at rest");
            }
        }
    }
}
