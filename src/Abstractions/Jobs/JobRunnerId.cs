namespace Granary.Abstractions.Jobs;

/// <summary>The runner of one life of a silo.</summary>
/// <param name="Silo">Name of the silo, the same in every life.</param>
/// <param name="Born">Rises from life to life: when two runners have one name, the one born earlier is dead.</param>
[GenerateSerializer, Immutable, Alias("granary.JobRunnerId")]
public sealed record JobRunnerId([property: Id(0)] string Silo, [property: Id(1)] long Born)
{
    /// <summary>The other one was an earlier life of the same silo.</summary>
    public bool Replaces(JobRunnerId other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Silo == Silo && other.Born < Born;
    }
}
