namespace Granary.Admission.Estimators;

/// <summary>The estimators there are, by name.</summary>
public static class LimitEstimators
{
    /// <summary>Names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [AimdEstimator.EstimatorName];

    /// <summary>
    /// A fresh estimator, or one that goes on from saved state of that age in seconds. <paramref name="name"/> null: the settings' own choice.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">No estimator has that name.</exception>
    public static ILimitEstimator Create(
        EstimatorSettings settings, string? name, int cap, double now, EstimatorState? saved = null, double age = 0)
    {
        name ??= settings.Name;
        if (!string.Equals(name, AimdEstimator.EstimatorName, StringComparison.Ordinal))
        {
            throw new ArgumentOutOfRangeException(nameof(name), name, $"Unknown estimator; known: {string.Join(", ", Names)}.");
        }

        return saved is null ? new AimdEstimator(settings.Aimd, cap, now) : new AimdEstimator(settings.Aimd, cap, now, saved, age);
    }
}
