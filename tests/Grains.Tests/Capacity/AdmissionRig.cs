using Granary.Admission;
using Granary.Grains.Capacity;
using Granary.Grains.Capacity.Events;
using Granary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Tests.Capacity;

/// <summary>This process's admission on a manual clock, with a ledger that answers at once.</summary>
internal sealed class AdmissionRig
{
    public static readonly ResourceKey Chat = new("p", "m", Domain.Chat);

    public AdmissionRig(int cap = 8)
    {
        Link = new LocalLedgerLink(Clock);
        Admission = Make(Link, Clock);
        Admission.Register(Chat, "alias", cap);
    }

    public ManualClock Clock { get; } = new();

    public LocalLedgerLink Link { get; }

    public RequestAdmission Admission { get; }

    public AgentSnapshot Snapshot => Admission.Snapshot(Chat)!;

    public static RequestAdmission Make(ILedgerLink link, TimeProvider time)
    {
        var clock = new AdmissionClock(time);
        return new RequestAdmission(
            new AgentIdentity("a", 1), link, Options.Create(new AdmissionOptions { Seed = 7 }), clock,
            new RequestEventStream(clock, new EventInstruments(), NullLogger<RequestEventStream>.Instance), NullLogger<RequestAdmission>.Instance);
    }

    public static AdmissionRequest Ask(TimeSpan? maxWait = null) => new(Chat, "t", MaxWait: maxWait);

    public ValueTask<AdmissionResult> WantAsync() => Admission.AcquireAsync(Ask(), CancellationToken.None);

    public ValueTask<AdmissionResult> AcquireAsync(CancellationToken token) => Admission.AcquireAsync(Ask(), token);

    /// <summary>Lets every timer that is due by then fire, at its own instant.</summary>
    public void Pass(double seconds = 0.1) => Clock.Advance(TimeSpan.FromSeconds(seconds));
}
