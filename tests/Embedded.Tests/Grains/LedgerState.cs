using System.Collections.Immutable;

namespace Granary.Embedded.Tests.Grains;

public sealed record LedgerState
{
    [Id(0)]
    public int Total { get; init; }

    [Id(1)]
    public ImmutableArray<int> Amounts { get; init; }

    [Id(2)]
    public ImmutableSortedDictionary<string, DayOfWeek> Days { get; init; } = ImmutableSortedDictionary<string, DayOfWeek>.Empty;

    [Id(3)]
    private int _changes;

    public int Changes => _changes;

    public LedgerState Changed() => this with { _changes = _changes + 1 };
}
