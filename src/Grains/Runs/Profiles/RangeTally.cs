using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Profiles;

/// <summary>Gathers a <see cref="ProfileRange"/>. Not thread-safe.</summary>
internal sealed class RangeTally
{
    public ProfileRange? Range { get; private set; }

    /// <summary>The range of both.</summary>
    public static ProfileRange? Merge(ProfileRange? one, ProfileRange? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ => new ProfileRange(one.Count + other.Count, Math.Min(one.Min, other.Min), Math.Max(one.Max, other.Max), one.Sum + other.Sum),
    };

    public void Add(double value) => Range = Merge(Range, new ProfileRange(1, value, value, value));
}
