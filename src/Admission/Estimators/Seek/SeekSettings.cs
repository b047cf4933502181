namespace Granary.Admission.Estimators.Seek;

/// <summary>Validated settings of the <c>seek</c> estimator. Times in seconds, shares as parts of 1.</summary>
public sealed record SeekSettings
{
    /// <summary>First limit of a key nobody knows.</summary>
    public int Start { get; init; } = 4;

    /// <summary>The limit never falls below it.</summary>
    public int Floor { get; init; } = 1;

    /// <summary>Share of calls it may spend on asking for more.</summary>
    public double RejectionBudget { get; init; } = 0.0049;

    /// <summary>Deepest debt of the budget, in refusals.</summary>
    public double BudgetLeast { get; init; } = -2;

    /// <summary>Most refusals it saves up.</summary>
    public double BudgetMost { get; init; } = 2;

    /// <summary>Least time between probes paid by the budget.</summary>
    public double ProbeSpacing { get; init; } = 2;

    /// <summary>A probe is made at least this often, however empty the budget.</summary>
    public double ProbeMaxAge { get; init; } = 900;

    /// <summary>Least time between two raises of a probe.</summary>
    public double RaiseSpacing { get; init; } = 0.2;

    /// <summary>A raise is at most the limit divided by this, and at least 1.</summary>
    public int StepDivisor { get; init; } = 8;

    /// <summary>Permits a follow-up probe should gain; it comes sooner where it gains more.</summary>
    public double GainPerFollow { get; init; } = 3;

    /// <summary>Shortest pause before a cut is questioned.</summary>
    public double VerifyLeast { get; init; } = 0.5;

    /// <summary>First pause before a cut is questioned.</summary>
    public double VerifyFirst { get; init; } = 2;

    /// <summary>Longest pause before a cut is questioned.</summary>
    public double VerifyMost { get; init; } = 60;

    /// <summary>Shortest pause before a gain is followed up.</summary>
    public double FollowLeast { get; init; } = 2;

    /// <summary>Longest pause before a gain is followed up.</summary>
    public double FollowMost { get; init; } = 16;

    /// <summary>Least share of calls taken to be refused for no reason of ours.</summary>
    public double NoiseLeast { get; init; } = 0.002;

    /// <summary>From this share on a key is noisy: single refusals are not believed.</summary>
    public double NoisyAt { get; init; } = 0.005;

    /// <summary>Most of it that is believed.</summary>
    public double NoiseMost { get; init; } = 0.02;

    /// <summary>Calls over which that share is remembered.</summary>
    public double NoiseHorizon { get; init; } = 2000;

    /// <summary>Calls of which one counts as refused before anything is known.</summary>
    public double NoisePrior { get; init; } = 500;

    /// <summary>Evidence that ends a start.</summary>
    public double StartEvidence { get; init; } = 8;

    /// <summary>Evidence that ends a probe.</summary>
    public double ProbeEvidence { get; init; } = 4;

    /// <summary>Evidence that cuts a held limit.</summary>
    public double HoldEvidence { get; init; } = 3;

    /// <summary>Evidence that cuts a held limit of a noisy key.</summary>
    public double NoisyEvidence { get; init; } = 8;

    /// <summary>Share of calls refused if a limit that was asked for is too high.</summary>
    public double RefusedIfAsked { get; init; } = 0.45;

    /// <summary>Share of calls refused if a limit that is held became too high.</summary>
    public double RefusedIfHeld { get; init; } = 0.25;

    /// <summary>A cut that is refuted within this time was noise.</summary>
    public double RefuteWithin { get; init; } = 10;

    /// <summary>What the second cut of a row takes beyond what is held; it doubles with each further one.</summary>
    public double CutStep { get; init; } = 0.03;

    /// <summary>What a cut leaves at least of what is held.</summary>
    public double CutLeast { get; init; } = 0.75;

    /// <summary>After so long without a call the limit is found again, from below.</summary>
    public double IdleAfter { get; init; } = 600;

    /// <summary>After so long the ceiling is forgotten too.</summary>
    public double Forget { get; init; } = 86_400;

    /// <summary>Time over which permits come back after a block; 0 is all at once.</summary>
    public double Reopen { get; init; } = 1;

    /// <summary>The server queues instead of refusing: look for the plateau of its throughput until it refuses.</summary>
    public bool Plateau { get; init; }
}
