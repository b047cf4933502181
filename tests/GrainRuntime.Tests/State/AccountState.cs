using System.Collections.Immutable;

namespace Granary.GrainRuntime.Tests.State;

[GenerateSerializer, Alias("tests.AccountState")]
public sealed record AccountState
{
    [Id(0)]
    public int Balance { get; init; }

    [Id(1)]
    public ImmutableArray<string> Notes { get; init; } = [];

    [Id(2)]
    public ImmutableSortedDictionary<string, int> ByDay { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    [Id(3)]
    public DayOfWeek LastDay { get; init; }

    [Id(4)]
    public DateTimeOffset? Changed { get; init; }
}
