namespace Granary.Simulation.Protocol;

/// <summary>A checker found a rule broken.</summary>
internal sealed class RuleBrokenException(string rule, string detail) : Exception($"{rule}: {detail}")
{
    public string Rule => rule;

    public string Detail => detail;
}
