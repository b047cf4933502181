using Granary.Admission.Estimators;

namespace Granary.Admission.Ledgers;

/// <summary>Validated settings of a ledger. Times in seconds.</summary>
public sealed record LedgerSettings
{
    /// <summary>Which estimator moves the limit, and the settings of each.</summary>
    public EstimatorSettings Estimator { get; init; } = new();

    /// <summary>Life of a share at the ledger, counted from its answer. Longer than at the agent, so that the agent stops first.</summary>
    public double ShareLife { get; init; } = 16;

    /// <summary>Life of a share at the agent, counted from the sending of its report.</summary>
    public double AgentShareLife { get; init; } = 15;

    /// <summary>Time between reports of an agent that uses the endpoint.</summary>
    public double Refresh { get; init; } = 5;

    /// <summary>Time between reports of an agent that lacks permits while more of them may turn up.</summary>
    public double ShortRefresh { get; init; } = 1;

    /// <summary>Least time between reports asked for.</summary>
    public double PullSpacing { get; init; } = 0.05;

    /// <summary>How far a written promise reaches.</summary>
    public double GrantsValid { get; init; } = 30;

    /// <summary>Clock tolerance added to a predecessor's promise.</summary>
    public double ClockTolerance { get; init; } = 5;

    /// <summary>How long the calls in flight of an agent that vanished stay charged after its share expired.</summary>
    public double GhostHold { get; init; } = 30;

    /// <summary>How long an agent without share and ghost is remembered.</summary>
    public double ForgetAfter { get; init; } = 600;
}
