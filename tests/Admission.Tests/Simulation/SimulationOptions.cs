namespace Granary.Admission.Tests.Simulation;

/// <summary>What may go wrong in a simulated world.</summary>
internal sealed record SimulationOptions(
    int Agents, int Cap, double Loss = 0, double Duplication = 0, double DelayMost = 0.01, double Crashes = 0, double Refusals = 0.02, double StorageErrors = 0);
