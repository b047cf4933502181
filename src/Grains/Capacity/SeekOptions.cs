namespace Granary.Grains.Capacity;

/// <summary>Settings of the <c>seek</c> estimator, section <c>Admission:Seek</c>.</summary>
public sealed class SeekOptions
{
    /// <summary>First limit of a key nobody knows; a smaller cap counts. Default 4; 1 to 100,000.</summary>
    public int Start { get; set; } = 4;

    /// <summary>The limit never falls below it; at most Start. Default 1; 1 to 100,000.</summary>
    public int Floor { get; set; } = 1;

    /// <summary>Share of calls it may spend on asking for more. Default 0.0049; 0.0005 to 0.05.</summary>
    public double RejectionBudget { get; set; } = 0.0049;

    /// <summary>Deepest debt of the budget, in refusals. Default -2; -100 to 0.</summary>
    public double BudgetLeast { get; set; } = -2;

    /// <summary>Most refusals it saves up. Default 2; 1 to 10.</summary>
    public double BudgetMost { get; set; } = 2;

    /// <summary>Least time between probes paid by the budget. Default 2 s; 0.2 s to 60 s.</summary>
    public TimeSpan ProbeSpacing { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A probe is made at least this often. Default 900 s; 30 s to 86400 s.</summary>
    public TimeSpan ProbeMaxAge { get; set; } = TimeSpan.FromSeconds(900);

    /// <summary>Least time between two raises of a probe. Default 0.2 s; 0.05 s to 5 s.</summary>
    public TimeSpan RaiseSpacing { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <summary>A raise is at most the limit divided by this. Default 8; 4 to 64.</summary>
    public int StepDivisor { get; set; } = 8;

    /// <summary>Permits a follow-up should gain; it comes sooner where it gains more. Default 3; 1 to 16.</summary>
    public double GainPerFollow { get; set; } = 3;

    /// <summary>Shortest pause before a cut is questioned. Default 0.5 s; 0.1 s to 600 s.</summary>
    public TimeSpan VerifyLeast { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>First pause before a cut is questioned; not below the shortest. Default 2 s; 0.1 s to 600 s.</summary>
    public TimeSpan VerifyFirst { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest pause before a cut is questioned; not below the first. Default 60 s; 0.1 s to 600 s.</summary>
    public TimeSpan VerifyMost { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Shortest pause before a gain is followed up. Default 2 s; 0.5 s to 120 s.</summary>
    public TimeSpan FollowLeast { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest pause before a gain is followed up; not below the shortest. Default 16 s; 0.5 s to 120 s.</summary>
    public TimeSpan FollowMost { get; set; } = TimeSpan.FromSeconds(16);

    /// <summary>Least share of calls taken to be refused for no reason of ours. Default 0.002; 0.0001 to 0.2.</summary>
    public double NoiseLeast { get; set; } = 0.002;

    /// <summary>From this share on single refusals are not believed; above NoiseLeast. Default 0.005; 0.0001 to 0.2.</summary>
    public double NoisyAt { get; set; } = 0.005;

    /// <summary>Most of that share that is believed; above NoisyAt. Default 0.02; 0.0001 to 0.2.</summary>
    public double NoiseMost { get; set; } = 0.02;

    /// <summary>Calls over which that share is remembered. Default 2,000; 100 to 100,000.</summary>
    public double NoiseHorizon { get; set; } = 2000;

    /// <summary>Calls of which one counts as refused before anything is known. Default 500; 100 to 100,000.</summary>
    public double NoisePrior { get; set; } = 500;

    /// <summary>Evidence that ends a start. Default 8; 1 to 30.</summary>
    public double StartEvidence { get; set; } = 8;

    /// <summary>Evidence that ends a probe. Default 4; 1 to 30.</summary>
    public double ProbeEvidence { get; set; } = 4;

    /// <summary>Evidence that cuts a held limit. Default 3; 1 to 30.</summary>
    public double HoldEvidence { get; set; } = 3;

    /// <summary>Evidence that cuts a held limit of a noisy key. Default 8; 1 to 30.</summary>
    public double NoisyEvidence { get; set; } = 8;

    /// <summary>Share of calls refused if a limit that was asked for is too high. Default 0.45; 0.1 to 0.9.</summary>
    public double RefusedIfAsked { get; set; } = 0.45;

    /// <summary>Share of calls refused if a held limit became too high. Default 0.25; 0.1 to 0.9.</summary>
    public double RefusedIfHeld { get; set; } = 0.25;

    /// <summary>A cut that is refuted within this time was noise. Default 10 s; 1 s to 300 s.</summary>
    public TimeSpan RefuteWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What the second cut of a row takes beyond what is held; it doubles. Default 0.03; 0.005 to 0.2.</summary>
    public double CutStep { get; set; } = 0.03;

    /// <summary>What a cut leaves at least of what is held. Default 0.75; 0.3 to 0.95.</summary>
    public double CutLeast { get; set; } = 0.75;

    /// <summary>After so long without a call the limit is found again, from below. Default 600 s; 60 s to 604800 s.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(600);

    /// <summary>After so long the ceiling is forgotten too; not below IdleAfter. Default 86400 s; 60 s to 2592000 s.</summary>
    public TimeSpan Forget { get; set; } = TimeSpan.FromSeconds(86400);

    /// <summary>Time over which permits come back after a block; 0 = all at once. Default 1 s; 0 s to 600 s.</summary>
    public TimeSpan Reopen { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between probes of an outage; the gate of keys that use it. Default 5 s; 1 s to 300 s.</summary>
    public TimeSpan OutageWaitMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The server queues instead of refusing: look for the plateau of its throughput until it refuses. Default off.</summary>
    public bool Plateau { get; set; }
}
