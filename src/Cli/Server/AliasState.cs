namespace Granary.Cli.Server;

/// <summary>State of an endpoint.</summary>
internal sealed record AliasState(int Limit, int Cap, int Ceiling, int InFlight, IReadOnlyDictionary<string, int> Waiting, double BlockedForMs, string Gate, string Estimator, long Admitted, long RateLimited, AliasLimitChange? LastChange);
