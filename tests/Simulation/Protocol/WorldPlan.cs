using System.Collections.Immutable;

namespace Granary.Simulation.Protocol;

/// <summary>All that decides a world's course.</summary>
internal sealed record WorldPlan
{
    public required ulong Seed { get; init; }

    public required string Mix { get; init; }

    public required int Agents { get; init; }

    public required int Endpoints { get; init; }

    public required int Tenants { get; init; }

    /// <summary>Configured cap.</summary>
    public required int Cap { get; init; }

    /// <summary>Calls that the provider holds at first.</summary>
    public required int HiddenLimit { get; init; }

    public required string Estimator { get; init; }

    /// <summary>Requests per minute, known to all; 0: not limited.</summary>
    public double RequestsPerMinute { get; init; }

    /// <summary>Clock rates are off by up to this.</summary>
    public double ClockDrift { get; init; }

    /// <summary>Longest time of a message.</summary>
    public double MessageDelay { get; init; } = 0.005;

    /// <summary>Seconds with faults.</summary>
    public required double Troubled { get; init; }

    /// <summary>Mean length of a call.</summary>
    public required double CallLength { get; init; }

    /// <summary>Mix faults in order of time.</summary>
    public required ImmutableArray<Fault> Faults { get; init; }

    /// <summary>A rule of the protocol that this world breaks on purpose.</summary>
    public BrokenRule Broken { get; init; }

    /// <summary>Hears every exchange, for looking at a replay.</summary>
    public Action<string>? Watch { get; init; }

    public override string ToString() =>
        $"mix {Mix}, {Agents} agents, {Endpoints} endpoints, {Tenants} tenants, cap {Cap}, hidden limit {HiddenLimit}, {Estimator}"
        + (RequestsPerMinute > 0 ? $", {RequestsPerMinute} requests/min" : "") + (ClockDrift > 0 ? $", clocks ±{ClockDrift:P0}" : "");
}
