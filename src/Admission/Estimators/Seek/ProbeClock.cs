namespace Granary.Admission.Estimators.Seek;

/// <summary>
/// When to ask again: a cut is questioned ever more rarely while it proves right (verify), a gain is followed up soon, and sooner the larger it
/// was (follow), and nobody waits for ever (age).
/// </summary>
internal sealed class ProbeClock(SeekSettings settings)
{
    /// <summary>Follow-ups in vain after which the rest is left to the budget.</summary>
    public const int MissesMost = 2;

    public double VerifyAt { get; private set; } = double.PositiveInfinity;

    public double FollowAt { get; private set; } = double.PositiveInfinity;

    /// <summary>Pause before a cut is questioned.</summary>
    public double VerifyAfter { get; set; } = settings.VerifyFirst;

    /// <summary>Pause before a gain is followed up.</summary>
    public double FollowAfter { get; set; } = settings.FollowLeast;

    /// <summary>Probes in a row that gained nothing.</summary>
    public int Misses { get; set; } = MissesMost;

    /// <summary>When the last probe began, or the start ended.</summary>
    public double LastAt { get; set; } = double.NegativeInfinity;

    /// <summary>A probe is due that needs no budget.</summary>
    public bool Due(double now) => now >= VerifyAt || now >= FollowAt || now - LastAt >= settings.ProbeMaxAge;

    /// <summary>A probe paid by the budget would not come too soon.</summary>
    public bool Spaced(double now) => now - LastAt >= settings.ProbeSpacing;

    public void Begin(double now)
    {
        LastAt = now;
        Forget();
    }

    public void Forget()
    {
        VerifyAt = double.PositiveInfinity;
        FollowAt = double.PositiveInfinity;
    }

    /// <summary>The start ended with something to question.</summary>
    public void Started(double now)
    {
        LastAt = now;
        VerifyAt = now + VerifyAfter;
    }

    /// <summary>A cut; <paramref name="deep"/>: one of a row, so the provider really fell and may come back.</summary>
    public void Cut(double now, bool deep)
    {
        VerifyAt = Math.Min(VerifyAt, now + VerifyAfter);
        FollowAt = deep ? now + settings.FollowLeast : double.PositiveInfinity;
        Misses = deep ? MissesMost : Misses;
    }

    /// <summary>The limit is back where it was before the cuts.</summary>
    public void Restored(double now) => FollowAt = now + settings.FollowLeast;

    /// <summary>A cut was refuted: question the next one sooner.</summary>
    public void Refuted() => VerifyAfter = Math.Max(settings.VerifyLeast, VerifyAfter / 2);

    /// <summary>A probe ended after so many permits gained.</summary>
    public void Ended(int gain, double now)
    {
        if (gain >= 1)
        {
            FollowAfter = Misses >= MissesMost
                ? settings.FollowLeast
                : Math.Clamp(FollowAfter * settings.GainPerFollow / gain, settings.FollowLeast, settings.FollowMost);
            Misses = 0;
            FollowAt = now + FollowAfter;
            return;
        }

        Misses++;
        VerifyAfter = Math.Min(settings.VerifyMost, 2 * VerifyAfter);
        if (Misses < MissesMost)
        {
            FollowAfter = Math.Min(settings.FollowMost, 2 * FollowAfter);
            FollowAt = now + FollowAfter;
        }
    }
}
