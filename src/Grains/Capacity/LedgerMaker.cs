using Granary.Admission;
using Granary.Admission.Ledgers;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Capacity;

/// <summary>Makes ledgers with this process's settings, and the jitter that their gates need.</summary>
internal sealed class LedgerMaker(IOptions<AdmissionOptions> options, AgentIdentity identity)
{
    private readonly LedgerSettings _settings = AdmissionSettings.Ledger(options.Value);
    private readonly Random _jitter = new(identity.SeedFor("ledgers") ^ (options.Value.Seed ?? 0));
    private readonly Lock _lock = new();

    /// <summary>A ledger that goes on from that state.</summary>
    public CapacityLedger Make(EndpointKey endpoint, LedgerState? saved, double age, double now) => new(endpoint, _settings, saved, age, now);

    /// <summary>A number in [0, 1).</summary>
    public double Jitter()
    {
        lock (_lock)
        {
            return _jitter.NextDouble();
        }
    }
}
