using Granary.Admission.Estimators.Delay;
using Granary.Admission.Estimators.Seek;

namespace Granary.Admission.Estimators;

/// <summary>The estimators there are, by name.</summary>
public static class LimitEstimators
{
    /// <summary>Name of the one that finds and rides a hidden limit.</summary>
    public const string Seek = SeekEstimator.EstimatorName;

    /// <summary>Name of additive increase, multiplicative decrease.</summary>
    public const string Aimd = AimdEstimator.EstimatorName;

    /// <summary>Name of the gradient of round-trip times.</summary>
    public const string Gradient2 = "gradient2";

    /// <summary>Name of TCP Vegas on calls.</summary>
    public const string Vegas = "vegas";

    /// <summary>Name of a limit that stays.</summary>
    public const string Fixed = "fixed";

    /// <summary>Names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Seek, Aimd, Gradient2, Vegas, Fixed];

    /// <summary>
    /// A fresh estimator, or one that goes on from saved state of that age in seconds. <paramref name="name"/> null: the settings' own choice.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">No estimator has that name.</exception>
    public static ILimitEstimator Create(
        EstimatorSettings settings, string? name, int cap, double now, EstimatorState? saved = null, double age = 0)
    {
        name ??= settings.Name;
        return name switch
        {
            Seek => new SeekEstimator(settings.Seek, cap, now, saved, age),
            Aimd => saved is null ? new AimdEstimator(settings.Aimd, cap, now) : new AimdEstimator(settings.Aimd, cap, now, saved, age),
            Gradient2 => Gradient2Of(settings, cap, now, saved, age),
            Vegas => VegasOf(settings, cap, now, saved, age),
            Fixed => new DelayEstimator(
                Fixed, new FixedLimit(settings.Fixed.Limit ?? int.MaxValue), null, rejectionLatency: false, settings.Aimd.Reopen, cap, now, saved, age),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"Unknown estimator; known: {string.Join(", ", Names)}."),
        };
    }

    private static DelayEstimator Gradient2Of(EstimatorSettings settings, int cap, double now, EstimatorState? saved, double age)
    {
        var limit = new Gradient2Limit(settings.Gradient2);
        var windows = settings.Gradient2.Windowed || settings.Gradient2.ErrorCut
            ? new WindowedLimit(settings.Windows, limit, settings.Gradient2.ErrorCut)
            : null;
        return new DelayEstimator(Gradient2, limit, windows, rejectionLatency: true, settings.Aimd.Reopen, cap, now, saved, age);
    }

    private static DelayEstimator VegasOf(EstimatorSettings settings, int cap, double now, EstimatorState? saved, double age)
    {
        var limit = new VegasLimit(settings.Vegas, new EvenJitter().Next);
        var windows = settings.Vegas.Windowed ? new WindowedLimit(settings.Windows, limit) : null;
        return new DelayEstimator(Vegas, limit, windows, !settings.Vegas.IgnoreRejectionLatency, settings.Aimd.Reopen, cap, now, saved, age);
    }
}
