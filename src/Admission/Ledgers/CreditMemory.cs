namespace Granary.Admission.Ledgers;

/// <summary>What survives of a domain's rates: the credits that were not lent.</summary>
/// <param name="Requests">Request credits.</param>
/// <param name="Tokens">Token credits.</param>
public sealed record CreditMemory(double Requests, double Tokens);
