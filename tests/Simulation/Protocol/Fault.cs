using System.Globalization;

namespace Granary.Simulation.Protocol;

/// <summary>One fault of a world.</summary>
/// <param name="At">When it begins, in seconds.</param>
/// <param name="Kind">What it is.</param>
/// <param name="For">How long it lasts.</param>
/// <param name="Strength">What the kind says.</param>
/// <param name="Target">Which process or endpoint, modulo their number.</param>
internal sealed record Fault(double At, FaultKind Kind, double For, double Strength, int Target)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind} at {At:0.00} s for {For:0.00} s, strength {Strength:0.00}, target {Target}");
}
