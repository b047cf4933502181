namespace Granary.Embedded.Simulation;

/// <summary>Faults of a simulation: now, for what comes next, and by chance. Use it in the driver, or between runs.</summary>
public sealed class SimulationFaults
{
    private readonly EmbeddedCluster _cluster;
    private readonly List<PlannedFault<SimulatedMessage>> _lose = [];
    private readonly List<PlannedFault<SimulatedMessage>> _delay = [];
    private readonly List<PlannedFault<SimulatedMessage>> _duplicate = [];
    private readonly List<PlannedFault<string>> _failBefore = [];
    private readonly List<PlannedFault<string>> _failAfter = [];
    private FaultRates _rates;

    internal SimulationFaults(EmbeddedCluster cluster, FaultRates rates)
    {
        _cluster = cluster;
        _rates = rates;
    }

    /// <summary>What happens by chance; may change at any time, for instance to <see cref="FaultRates.None"/> before a test looks for liveness.</summary>
    public FaultRates Rates
    {
        get => _rates;
        set
        {
            _rates = value;
            _cluster.Chance.Reschedule();
        }
    }

    /// <summary>
    /// The silo dies at once: what ran there stops between two awaits, memory is lost, messages to it vanish. After the detection delay the others know:
    /// calls that wait for it fail with <see cref="SiloUnavailableException"/>, and its grains are activated elsewhere by their next call.
    /// </summary>
    public void Crash(string silo) => _cluster.Crash(silo);

    /// <summary>Nothing runs on the silo for that long: no turn, no timer, no service; messages wait. Then it goes on with all of it at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As long as the detection delay: the others would take it for dead. Crash it.</exception>
    public void Pause(string silo, TimeSpan time) => _cluster.Pause(silo, time);

    /// <summary>The next messages that match are lost.</summary>
    public void LoseNext(Func<SimulatedMessage, bool>? which = null, int count = 1) => _lose.Add(new(which, count));

    /// <summary>The next messages that match are late by that much.</summary>
    public void DelayNext(TimeSpan by, Func<SimulatedMessage, bool>? which = null, int count = 1) => _delay.Add(new(which, count, by));

    /// <summary>The next one-way messages that match arrive twice. Others never do: a call runs at most once.</summary>
    public void DuplicateNext(Func<SimulatedMessage, bool>? which = null, int count = 1) => _duplicate.Add(new(which, count));

    /// <summary>The next writes and removals of a state whose key matches fail. The key has the name of the state and the id of the grain in it.</summary>
    public void FailNextWrite(WriteFault how, Func<string, bool>? key = null, int count = 1) =>
        (how == WriteFault.BeforeEffect ? _failBefore : _failAfter).Add(new(key, count));

    /// <summary>
    /// For that long, silos other than the one that has the grain do not know of it, and its calls from there and from clients make a second activation.
    /// At the end the second one is deactivated. Nothing happens if the grain is not active or there is no other silo; says whether it was split.
    /// </summary>
    public bool SplitDirectory(IAddressable grain, TimeSpan time) => _cluster.Split(grain.GetGrainId(), time);

    internal bool Loses(SimulatedMessage message) => _lose.Exists(f => f.Hits(message)) || _cluster.Random.Chance(_rates.Loss);

    internal bool Duplicates(SimulatedMessage message) =>
        message.Kind == MessageKind.OneWay && (_duplicate.Exists(f => f.Hits(message)) || _cluster.Random.Chance(_rates.Duplication));

    internal TimeSpan Lateness(SimulatedMessage message) =>
        _delay.Find(f => f.Hits(message)) is { } planned ? planned.By
        : _cluster.Random.Chance(_rates.Late) ? _cluster.Random.Between(TimeSpan.Zero, _rates.LateBy)
        : TimeSpan.Zero;

    internal WriteFault? Write(string key) =>
        _failBefore.Exists(f => f.Hits(key)) || _cluster.Random.Chance(_rates.WriteFailsBefore) ? WriteFault.BeforeEffect
        : _failAfter.Exists(f => f.Hits(key)) || _cluster.Random.Chance(_rates.WriteFailsAfter) ? WriteFault.AfterEffect
        : null;
}
