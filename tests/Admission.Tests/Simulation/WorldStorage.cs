using Granary.Admission.Ledgers;

namespace Granary.Admission.Tests.Simulation;

/// <summary>Durable state of a ledger, fenced by a version as an ETag would.</summary>
internal sealed class WorldStorage
{
    public LedgerState? State { get; private set; }

    public double WrittenAt { get; private set; }

    public long Version { get; private set; }

    public bool TryWrite(LedgerState state, double now, ref long version)
    {
        if (version != Version)
        {
            return false;
        }

        State = state;
        WrittenAt = now;
        version = ++Version;
        return true;
    }
}
