using Granary.Admission.Estimators;
using Granary.Admission.Gates;

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

    /// <summary>Time between reports while the ledger learns, or the estimator looks for the limit.</summary>
    public double SearchRefresh { get; init; } = 0.25;

    /// <summary>Least time between reports asked for.</summary>
    public double PullSpacing { get; init; } = 0.05;

    /// <summary>How far a written promise reaches.</summary>
    public double GrantsValid { get; init; } = 30;

    /// <summary>Clock tolerance added to a predecessor's promise.</summary>
    public double ClockTolerance { get; init; } = 5;

    /// <summary>How long the calls in flight of an agent that vanished stay charged after its share expired.</summary>
    public double GhostHold { get; init; } = 30;

    /// <summary>Direct mode below this limit, or below <see cref="DirectPerAgent"/> permits for each agent with demand, if there are two or more.</summary>
    public int DirectBelow { get; init; } = 8;

    /// <summary>Permits for each agent with demand, below which direct mode begins.</summary>
    public int DirectPerAgent { get; init; } = 2;

    /// <summary>Direct mode ends at this many times the limit at which it begins.</summary>
    public double DirectHysteresis { get; init; } = 1.5;

    /// <summary>With more agents with demand than this, holders of shares are bounded and the others forward; 0: never.</summary>
    public int HoldersFrom { get; init; }

    /// <summary>In direct mode, no band that could be served waits longer than this for its next permit; overdue at 0.8 of it.</summary>
    public double AgingBound { get; init; } = 5;

    /// <summary>Settings of gates.</summary>
    public GateSettings Gate { get; init; } = new();

    /// <summary>How long an agent without share and ghost is remembered.</summary>
    public double ForgetAfter { get; init; } = 600;
}
