using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>One function of the language.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Fewest">Arguments at least.</param>
/// <param name="Most">Arguments at most.</param>
/// <param name="Gives">What is known of the answer.</param>
/// <param name="Apply">Pure.</param>
internal sealed record ExpressionFunction(
    string Name, int Fewest, int Most, DataShape Gives, Func<DataValue[], ExpressionCall, DataValue> Apply)
{
    /// <summary>Whether an argument of that shape can be right; null: anything is.</summary>
    public Func<int, DataShape, bool>? Accepts { get; init; }

    /// <summary>What <see cref="Accepts"/> wants, for a message.</summary>
    public string Expects { get; init; } = string.Empty;

    /// <summary>Evaluates its arguments one by one and stops at the first that is there.</summary>
    public bool FirstPresent { get; init; }
}
