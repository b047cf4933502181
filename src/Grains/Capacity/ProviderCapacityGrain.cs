using System.Collections.Immutable;
using Granary.Abstractions.Capacity;
using Granary.Abstractions.Providers;
using Granary.Admission;
using Granary.Admission.Ledgers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Capacity;

/// <summary>
/// The ledger of one endpoint as a grain. Life of an exchange: the report is heard; if the ledger says so, its state is written first, fenced
/// by the ETag, so that of two activations only one can promise anything; then the answer is worked out, notices go to other agents, and the
/// answer goes back. It has no timer: everything that time changes is worked out when somebody asks. Born while a predecessor's promises are
/// out, it asks the agents on its list to report.
/// </summary>
internal sealed partial class ProviderCapacityGrain(
    [PersistentState("capacity")] IPersistentState<CapacityGrainState> state,
    TimeProvider time,
    IGrainFactory grains,
    LedgerMaker ledgers,
    ILogger<ProviderCapacityGrain> logger) : Grain, IProviderCapacityGrain
{
    private readonly AdmissionClock _clock = new(time);
    private readonly Dictionary<string, ICapacityObserver> _observers = new(StringComparer.Ordinal);
    private readonly LedgerEffects _effects = new();
    private CapacityLedger _ledger = null!;
    private bool _superseded;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var saved = state.State.Ledger is { } text ? LedgerStateJson.Read(text) : null;
        var age = (time.GetUtcNow() - state.State.WrittenAt).TotalSeconds;
        _ledger = ledgers.Make(CapacityNames.Endpoint(this.GetPrimaryKeyString()), saved, saved is null ? 0 : age, _clock.Now);
        LogActivated(_ledger.Endpoint, _ledger.Epoch, _ledger.IsLearning(_clock.Now));
        foreach (var (agentId, address) in _ledger.UnheardAddresses)
        {
            _observers[agentId] = grains.GetGrain<ICapacityObserver>(GrainId.Parse(address));
        }

        _effects.Clear();
        _ledger.AskUnheard(_effects);
        SendNotices();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_superseded || _ledger is not { MayAnswer: true })
        {
            return;
        }

        // In good order: the successor takes the bookings over and need not learn who holds what.
        try
        {
            _superseded = true;
            await WriteAsync(_ledger.Save(_clock.Now, handOver: true));
        }
        catch (Exception failure)
        {
            LogNotHandedOver(_ledger.Endpoint, failure);
        }
    }

    public async Task<CapacityGrant> ExchangeAsync(CapacityReport report, ICapacityObserver observer)
    {
        MustBeAlone();
        var heard = CapacityWire.FromWire(report);
        _effects.Clear();
        _ledger.Hear(heard, _clock.Now, _effects, ledgers.Jitter());
        Locate(report.AgentId, observer);
        LogEffects();
        if (_ledger.MustPersist(heard, _clock.Now))
        {
            await PersistAsync();
        }

        var grant = CapacityWire.ToWire(_ledger.Grant(heard, _clock.Now, _effects));
        SendNotices();
        if (report.Closing)
        {
            _observers.Remove(report.AgentId);
        }
        else if (_observers.Count > 2 * _ledger.AgentCount)
        {
            foreach (var forgotten in _observers.Keys.Where(id => !_ledger.Knows(id)).ToList())
            {
                _observers.Remove(forgotten);
            }
        }

        return grant;
    }

    public async Task<CapacityDirectReply> AcquireAsync(CapacityDirectRequest request, ICapacityObserver observer)
    {
        MustBeAlone();
        var heard = CapacityWire.FromWire(request);
        _effects.Clear();
        _ledger.Hear(heard, _clock.Now, _effects);
        Locate(request.AgentId, observer);
        if (_ledger.MustPersist(heard, _clock.Now))
        {
            await PersistAsync();
        }

        var reply = CapacityWire.ToWire(_ledger.Grant(heard, _clock.Now, _effects));
        SendNotices();
        return reply;
    }

    public Task SettleAsync(CapacityDirectRelease release)
    {
        if (!_superseded)
        {
            _effects.Clear();
            _ledger.Hear(CapacityWire.FromWire(release), _clock.Now, _effects);
            SendNotices();
        }

        return Task.CompletedTask;
    }

    public async Task<bool> OpenAsync(string domain)
    {
        MustBeAlone();
        if (CapacityNames.DomainOf(domain) is not { } known || !_ledger.Open(known, _clock.Now))
        {
            return false;
        }

        await PersistAsync();
        return true;
    }

    public async Task<bool> CloseAsync(string domain, double seconds)
    {
        MustBeAlone();
        _effects.Clear();
        if (CapacityNames.DomainOf(domain) is not { } known || !_ledger.Shut(known, seconds, _clock.Now, _effects))
        {
            return false;
        }

        LogEffects();
        await PersistAsync();
        SendNotices();
        return true;
    }

    public Task<EndpointView?> ViewAsync(string domain) => Task.FromResult(
        CapacityNames.DomainOf(domain) is { } known && _ledger.View(known, _clock.Now) is { } view
            ? EndpointViewMapping.Of(_ledger.Endpoint, view, _ledger.Epoch)
            : null);

    private void MustBeAlone()
    {
        if (_superseded)
        {
            throw new InvalidOperationException($"Another activation owns the ledger of {_ledger.Endpoint}.");
        }
    }

    private void Locate(string agentId, ICapacityObserver observer)
    {
        _observers[agentId] = observer;
        _ledger.Locate(agentId, observer.GetGrainId().ToString());
    }

    private void LogEffects()
    {
        foreach (var (domain, effect) in _effects.Estimates)
        {
            if (effect.From != effect.To)
            {
                LogLimit(_ledger.Endpoint, domain, effect.From, effect.To, effect.Cause);
            }
        }

        foreach (var (domain, change) in _effects.Gates)
        {
            LogGate(_ledger.Endpoint, domain, change.From, change.To, change.Cause, change.For);
        }
    }

    private async Task PersistAsync()
    {
        var savedAt = _clock.Now;
        var saved = _ledger.Save(savedAt);
        try
        {
            await WriteAsync(saved);
            _ledger.Persisted(saved, savedAt);
        }
        catch (InconsistentStateException conflict)
        {
            _superseded = true;
            DeactivateOnIdle();
            LogSuperseded(_ledger.Endpoint, _ledger.Epoch, conflict);
            throw;
        }
        catch (Exception failure)
        {
            LogNotWritten(_ledger.Endpoint, failure);
            if (!_ledger.MayAnswer)
            {
                DeactivateOnIdle();
                throw;
            }
        }
    }

    private Task WriteAsync(LedgerState saved)
    {
        state.State = new CapacityGrainState { Ledger = LedgerStateJson.Write(saved), WrittenAt = time.GetUtcNow() };
        return state.WriteStateAsync();
    }

    private void SendNotices()
    {
        foreach (var (agentId, notice) in _effects.Notices)
        {
            Tell(agentId, CapacityWire.ToWire(_ledger.Endpoint, notice));
        }
    }

    private void Tell(string agentId, CapacityNotice notice)
    {
        if (!_observers.TryGetValue(agentId, out var observer))
        {
            return;
        }

        try
        {
            observer.Notify(notice);
        }
        catch (Exception failure)
        {
            // A notice may be lost; an agent that is gone is not told again.
            _observers.Remove(agentId);
            LogNotTold(_ledger.Endpoint, agentId, failure);
        }
    }
}
