using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Simulation;

/// <summary>What the ledger's shell does: persist when told to, die when a write shows that it is superseded.</summary>
internal sealed class WorldLedger
{
    private readonly WorldStorage _storage;
    private long _version;

    public WorldLedger(LedgerSettings settings, WorldStorage storage, double now)
    {
        _storage = storage;
        _version = storage.Version;
        Core = new CapacityLedger(new EndpointKey("p", "m"), settings, storage.State, now - storage.WrittenAt, now);
    }

    public CapacityLedger Core { get; }

    public bool Dead { get; private set; }

    public LedgerGrant? Exchange(AgentReport report, double now, LedgerEffects effects, bool storageFails)
    {
        if (Dead)
        {
            return null;
        }

        Core.Hear(report, now, effects);
        if (Core.MustPersist(report, now) && !storageFails)
        {
            var state = Core.Save(now);
            if (!_storage.TryWrite(state, now, ref _version))
            {
                Dead = true;
                return null;
            }

            Core.Persisted(state, now);
        }

        if (!Core.MayAnswer)
        {
            Dead = true;
            return null;
        }

        return Core.Grant(report, now, effects);
    }
}
