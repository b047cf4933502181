using System.Collections.Immutable;

namespace Granary.Abstractions.Executors;

/// <summary>A life of a silo that carries a label, and how much it has to do.</summary>
/// <param name="Silo">Name of the silo, the same in every life.</param>
/// <param name="Born">Rises from life to life: the one born earlier is dead.</param>
/// <param name="Pending">Tasks with a place, by pool.</param>
[GenerateSerializer, Immutable, Alias("granary.ExecutorSilo")]
public sealed record ExecutorSilo(
    [property: Id(0)] string Silo, [property: Id(1)] long Born, [property: Id(2)] ImmutableSortedDictionary<string, int> Pending)
{
    /// <summary>Key of its <see cref="IExecutorSiloGrain"/>.</summary>
    public string Key => $"{Silo}@{Born:x}";
}
