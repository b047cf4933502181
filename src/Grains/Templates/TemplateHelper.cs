using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>One helper.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Fewest">Arguments at least.</param>
/// <param name="Most">Arguments at most.</param>
/// <param name="Gives">What is known of the answer.</param>
/// <param name="Apply">Pure.</param>
internal sealed record TemplateHelper(string Name, int Fewest, int Most, DataShape Gives, Func<DataValue[], HelperCall, DataValue> Apply)
{
    /// <summary>Whether an argument of that shape can be right; null: anything is.</summary>
    public Func<DataShape, bool>? Accepts { get; init; }

    /// <summary>What <see cref="Accepts"/> wants, for a message.</summary>
    public string Expects { get; init; } = string.Empty;
}
