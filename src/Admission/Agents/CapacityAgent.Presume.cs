using Granary.Admission.Estimators;

namespace Granary.Admission.Agents;

/// <summary>
/// Attempts that nobody has answered for longer than refusals take are counted as accepted: plain calls get their headers only with the finished
/// answer, and a limit that waited for those would climb too slowly. Numbers rise with time, so a cursor for each key is all that is kept; every
/// lease is looked at once.
/// </summary>
public sealed partial class CapacityAgent
{
    private const double YesCounts = 60;

    /// <summary>Takes a presumed yes from every attempt of the key that is due.</summary>
    private void Presume(AgentKey key, double now)
    {
        while (Unanswered(key) is { } lease && lease.AcquiredAt + key.Refusals.Patience <= now)
        {
            key.Watched = lease.Number;

            // A provider that has not said yes lately may be dead: its silence says nothing.
            if (now - key.LastYes <= YesCounts)
            {
                key.Evidence.Accepted(new AcceptedSample(
                    lease.Generation, lease.Level, key.NextLevel - 1, lease.Limit, key.Bound, Presumed: true));
            }
        }
    }

    /// <summary>When the next one is due. Only while somebody waits, for only then a yes can raise the limit; else it is taken with the next report.</summary>
    private double NextPresumption(AgentKey key) =>
        _queue.Waiting(key.Key.Domain) > 0 && Unanswered(key) is { } lease ? lease.AcquiredAt + key.Refusals.Patience : double.PositiveInfinity;

    /// <summary>The oldest attempt of the key that is out, unanswered and not presumed yet.</summary>
    private ActiveLease? Unanswered(AgentKey key)
    {
        for (; key.Watched < _leases.LastNumber; key.Watched++)
        {
            if (_leases.Find(key.Watched + 1) is { Accepted: false } lease && lease.Request.Key.Domain == key.Key.Domain)
            {
                return lease;
            }
        }

        return null;
    }
}
