using Granary.Admission;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;
using Granary.Grains.Capacity;

namespace Granary.Grains.Tests.Capacity;

/// <summary>A real ledger behind no network: answers at once, or when told, or not at all.</summary>
internal sealed class LocalLedgerLink(TimeProvider time, LedgerSettings? settings = null) : ILedgerLink
{
    private readonly Lock _lock = new();
    private readonly AdmissionClock _clock = new(time);
    private readonly CapacityLedger _ledger = new(new EndpointKey("p", "m"), settings ?? new LedgerSettings(), null, 0, 0);
    private int _exchanges;

    public Action<EndpointKey, LedgerNotice>? Noticed { get; set; }

    public int Exchanges => Volatile.Read(ref _exchanges);

    /// <summary>What an exchange waits for before it is answered; null: nothing.</summary>
    public Func<Task>? Before { get; set; }

    public LedgerDomainView View
    {
        get
        {
            lock (_lock)
            {
                return _ledger.View(Domain.Chat, _clock.Now)!;
            }
        }
    }

    public Task<DirectReply> AcquireAsync(EndpointKey endpoint, DirectRequest request)
    {
        lock (_lock)
        {
            var now = _clock.Now;
            var effects = new LedgerEffects();
            _ledger.Hear(request, now, effects);
            if (_ledger.MustPersist(request, now))
            {
                _ledger.Persisted(_ledger.Save(now), now);
            }

            return Task.FromResult(_ledger.Grant(request, now, effects));
        }
    }

    public void Settle(EndpointKey endpoint, DirectRelease release)
    {
        lock (_lock)
        {
            _ledger.Hear(release, _clock.Now, new LedgerEffects());
        }
    }

    public async Task<LedgerGrant> ExchangeAsync(EndpointKey endpoint, AgentReport report)
    {
        Interlocked.Increment(ref _exchanges);
        if (Before is { } before)
        {
            await before();
        }

        lock (_lock)
        {
            var now = _clock.Now;
            var effects = new LedgerEffects();
            _ledger.Hear(report, now, effects);
            if (_ledger.MustPersist(report, now))
            {
                _ledger.Persisted(_ledger.Save(now), now);
            }

            return _ledger.Grant(report, now, effects);
        }
    }
}
