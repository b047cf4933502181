using Granary.Admission.Estimators;

namespace Granary.Grains.Capacity;

/// <summary>How calls to providers are admitted, section <c>Admission</c>.</summary>
public sealed class AdmissionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Admission";

    /// <summary>
    /// Name of this process towards ledgers, stable over its restarts and unique among living processes. Default: the silo's name.
    /// </summary>
    public string? AgentId { get; set; }

    /// <summary>
    /// Estimator that moves limits of aliases that name none: <c>seek</c>, <c>aimd</c>, <c>gradient2</c>, <c>vegas</c> or <c>fixed</c>.
    /// Default <c>seek</c>.
    /// </summary>
    public string Estimator { get; set; } = LimitEstimators.Seek;

    /// <summary>Settings of <c>aimd</c>.</summary>
    public AimdOptions Aimd { get; set; } = new();

    /// <summary>Settings of <c>seek</c>.</summary>
    public SeekOptions Seek { get; set; } = new();

    /// <summary>Settings of <c>gradient2</c>.</summary>
    public Gradient2Options Gradient2 { get; set; } = new();

    /// <summary>Settings of <c>vegas</c>.</summary>
    public VegasOptions Vegas { get; set; } = new();

    /// <summary>Windows of <c>gradient2</c> and <c>vegas</c>.</summary>
    public WindowsOptions Windows { get; set; } = new();

    /// <summary>Settings of <c>fixed</c>.</summary>
    public FixedOptions Fixed { get; set; } = new();

    /// <summary>Longest wait for a permit in band interactive. Default 30 s; above 0, at most 1 d.</summary>
    public TimeSpan InteractiveTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for a permit in band standard. Default 10 min; above 0, at most 1 d.</summary>
    public TimeSpan StandardTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A band with work that could be done is served at least this often. Default 5 s; 0.1 s to 10 min.</summary>
    public TimeSpan AgingBound { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most waiters of an endpoint in this process. Default 10,000; 1 to 1,000,000.</summary>
    public int MaxWaiters { get; set; } = 10_000;

    /// <summary>Most waiters of one tenant at an endpoint. Default 5,000; 1 to <see cref="MaxWaiters"/>.</summary>
    public int MaxWaitersPerTenant { get; set; } = 5_000;

    /// <summary>Life of a lease between renewals. Default 60 s; 1 s to 300 s.</summary>
    public TimeSpan LeaseLife { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Calls at once that may go out without anybody's word when a share has run out while its ledger does not answer. Default 0: none; 0 to 10,000. Never
    /// for rate credits.
    /// </summary>
    public int IsolationFloor { get; set; }

    /// <summary>Time between reports of a process that uses an endpoint. Default 5 s; 0.5 s to 60 s.</summary>
    public TimeSpan Refresh { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Least time between reports that ask for more. Default 50 ms; 1 ms to 5 s.</summary>
    public TimeSpan PullSpacing { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Least time between urgent reports. Default 5 ms; 0 to 1 s.</summary>
    public TimeSpan UrgentSpacing { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Time after which a report without an answer has failed. Default 5 s; 0.1 s to 60 s, and less than <see cref="ShareLife"/>.</summary>
    public TimeSpan ExchangeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Life of a share at its process, from the sending of the report. Default 15 s; more than two refreshes, at most 10 min.</summary>
    public TimeSpan ShareLife { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Life of a share at the ledger, from its answer. Default 16 s; at least 1.002 × <see cref="ShareLife"/> + 0.1 s.</summary>
    public TimeSpan LedgerShareLife { get; set; } = TimeSpan.FromSeconds(16);

    /// <summary>How far a written promise of the ledger reaches. Default 30 s; more than <see cref="LedgerShareLife"/>, at most 1 h.</summary>
    public TimeSpan GrantsValid { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long calls in flight of a vanished process stay charged. Default 30 s; 0 to 10 min.</summary>
    public TimeSpan GhostHold { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Mixed into the seed of the jitter between reports, which is made from the agent's name and life. Default: none.</summary>
    public int? Seed { get; set; }
}
