using System.Diagnostics.Metrics;

using Granary.Journal.Requests;

namespace Granary.Api.Recovery;

/// <summary>The meter <c>Granary.Recovery</c>. Every tag value is from a fixed set.</summary>
internal sealed class RecoveryInstruments
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Granary.Recovery";

    private readonly Meter _meter;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _idempotency;

    public RecoveryInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _attempts = _meter.CreateCounter<long>("recovery_attempts_total", description: "Recovery attempts by how they ended");
        _dropped = _meter.CreateCounter<long>("recovery_dropped_total", description: "Requests that were given up, by reason");
        _idempotency = _meter.CreateCounter<long>("idempotency_total", description: "Requests with an idempotency key, by what became of them");
    }

    /// <summary>Adds the gauges, read when somebody looks, so they are right whenever a listener arrives.</summary>
    public void Observe(Func<RecoverySnapshot> snapshot)
    {
        _meter.CreateObservableGauge("recovery_entries", () => States(snapshot()), description: "Entries of the journal by state");
        _meter.CreateObservableGauge("dead_letters", () => (long)snapshot().DeadLetters, description: "Dead letters");
    }

    public void AttemptEnded(AttemptOutcomeKind outcome) => _attempts.Add(1, Tag("outcome", Name(outcome)));

    public void Dropped(string reason) => _dropped.Add(1, Tag("reason", reason));

    /// <summary>A keyed request: executed, waited, replayed, reused, in_progress, failed, unavailable.</summary>
    public void Idempotency(string outcome) => _idempotency.Add(1, Tag("outcome", outcome));

    /// <summary>The word of an outcome in tags.</summary>
    internal static string Name(AttemptOutcomeKind outcome) => outcome switch
    {
        AttemptOutcomeKind.Completed => "completed",
        AttemptOutcomeKind.Failed => "failed",
        AttemptOutcomeKind.Skipped => "skipped",
        AttemptOutcomeKind.Deferred => "deferred",
        AttemptOutcomeKind.DeadLetter => "dead_letter",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "There is no word for it."),
    };

    private static IEnumerable<Measurement<long>> States(RecoverySnapshot snapshot) =>
    [
        new(snapshot.Live, Tag("state", "live")),
        new(snapshot.Replaying, Tag("state", "replaying")),
        new(snapshot.Waiting, Tag("state", "waiting")),
        new(snapshot.Later, Tag("state", "later")),
        new(snapshot.Finished, Tag("state", "finished")),
        new(snapshot.DeadLetters, Tag("state", "dead_letter")),
    ];

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
