using Granary.Admission.Ledgers;

namespace Granary.Simulation.Protocol;

/// <summary>Durable state of one ledger, fenced by a version as an ETag would.</summary>
internal sealed class LedgerStore
{
    public LedgerState? State { get; private set; }

    /// <summary>By the writer's calendar.</summary>
    public double WrittenAt { get; private set; }

    public long Version { get; private set; }

    /// <summary>True time until which some write promised that grants may be out.</summary>
    public double PromisedUntil { get; private set; }

    public bool TryWrite(LedgerState state, double calendar, double now, long expected)
    {
        if (expected != Version)
        {
            return false;
        }

        State = state;
        WrittenAt = calendar;
        Version++;
        PromisedUntil = Math.Max(PromisedUntil, now + state.GrantsValidFor);
        return true;
    }
}
