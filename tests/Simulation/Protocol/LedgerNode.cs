using Granary.Admission;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Simulation.Protocol;

/// <summary>What the ledger's shell does: persist when told to, die when a write shows that it is superseded or that it never existed.</summary>
internal sealed class LedgerNode
{
    private readonly ProtocolWorld _world;
    private readonly LedgerStore _store;
    private readonly Clock _clock;
    private readonly double _calendarSkew;
    private long _version;

    public LedgerNode(ProtocolWorld world, EndpointWorld endpoint, LedgerSettings settings, Chance chance)
    {
        _world = world;
        _store = endpoint.Store;
        _clock = Clock.Any(chance, world.Plan.ClockDrift);
        _calendarSkew = world.Plan.ClockDrift > 0 ? chance.Between(-1, 1) : 0;
        _version = _store.Version;
        Core = new CapacityLedger(endpoint.Key, settings, _store.State, _store.State is null ? 0 : Calendar - _store.WrittenAt, Now)
        {
            BooksNewestGrant = world.Plan.Broken == BrokenRule.BooksNewestGrant,
        };
    }

    public CapacityLedger Core { get; }

    public bool Dead { get; set; }

    /// <summary>Its own clock.</summary>
    public double Now => _clock.At(_world.Now);

    private double Calendar => _world.Now + _calendarSkew;

    /// <summary>The limit in force here.</summary>
    public int Limit(int cap) => Core.EstimatorOf(Domain.Chat)?.Look(Now) ?? cap;

    public LedgerGrant? Exchange(AgentReport report, LedgerEffects effects, WriteFate fate, double jitter)
    {
        if (Dead)
        {
            return null;
        }

        Core.Hear(report, Now, effects, jitter);
        return (!Core.MustPersist(report, Now) || Write(fate)) && Alive() ? Core.Grant(report, Now, effects) : null;
    }

    public DirectReply? Acquire(DirectRequest request, LedgerEffects effects, WriteFate fate)
    {
        if (Dead)
        {
            return null;
        }

        Core.Hear(request, Now, effects);
        return (!Core.MustPersist(request, Now) || Write(fate)) && Alive() ? Core.Grant(request, Now, effects) : null;
    }

    public void Settle(DirectRelease release, LedgerEffects effects)
    {
        if (!Dead)
        {
            Core.Hear(release, Now, effects);
        }
    }

    /// <summary>Stops in good order.</summary>
    public void HandOver()
    {
        if (!Dead && Core.MayAnswer)
        {
            _store.TryWrite(Core.Save(Now, handOver: true), Calendar, _world.Now, _version);
        }

        Dead = true;
    }

    private bool Alive()
    {
        // What has not written its epoch stops, as the grain does.
        Dead |= !Core.MayAnswer;
        return !Dead;
    }

    private bool Write(WriteFate fate)
    {
        if (fate == WriteFate.FailsBefore)
        {
            return true;
        }

        var (state, at) = (Core.Save(Now), Now);
        if (!_store.TryWrite(state, Calendar, _world.Now, _version))
        {
            Dead = true;
            return false;
        }

        if (fate == WriteFate.Done)
        {
            _version = _store.Version;
            Core.Persisted(state, at);
        }

        return true;
    }
}
