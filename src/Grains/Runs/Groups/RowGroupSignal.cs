using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Groups;

/// <summary>What reaches a row group's session, one after the other.</summary>
internal abstract record RowGroupSignal
{
    private RowGroupSignal()
    {
    }

    /// <summary>A worker ended.</summary>
    public sealed record Result(CellResult Value) : RowGroupSignal;

    /// <summary>The run wants something.</summary>
    public sealed record Order(int Epoch, RowGroupOrder Value) : RowGroupSignal;

    /// <summary>Something outside cannot go on.</summary>
    public sealed record Fault(RowGroupFault Value) : RowGroupSignal;

    /// <summary>A deferred task may be due.</summary>
    public sealed record Wake : RowGroupSignal
    {
        public static readonly Wake Now = new();
    }

    /// <summary>A second passed.</summary>
    public sealed record Tick : RowGroupSignal
    {
        public static readonly Tick Now = new();
    }
}
