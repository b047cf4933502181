namespace Granary.Simulation.Protocol;

/// <summary>A process's own monotonic clock: it began somewhere and runs a little fast or slow.</summary>
internal sealed class Clock(double offset, double rate)
{
    public static Clock Any(Chance chance, double drift) => new(chance.Between(0, 10_000), 1 + chance.Between(-drift, drift));

    /// <summary>What it shows.</summary>
    public double At(double now) => offset + (rate * now);

    /// <summary>True time until it shows that.</summary>
    public double Until(double shown, double now) => (shown - At(now)) / rate;
}
