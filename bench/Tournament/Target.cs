namespace Granary.Tournament;

/// <summary>One target and what was measured.</summary>
/// <param name="Name">T1 to T11.</param>
/// <param name="Wanted">In words.</param>
/// <param name="Measured">In words.</param>
/// <param name="Met">It is met.</param>
internal sealed record Target(string Name, string Wanted, string Measured, bool Met)
{
    public override string ToString() => $"| {Name} | {Wanted} | {Measured} | {(Met ? "met" : "**missed**")} |";
}
