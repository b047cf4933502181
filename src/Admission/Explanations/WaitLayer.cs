namespace Granary.Admission.Explanations;

/// <summary>One rule that says no now.</summary>
/// <param name="Layer">Its name in the explain routes: <c>gate</c>, <c>cooldown</c>, <c>request_permit</c>, <c>own_share</c>, <c>rate_credit</c>, <c>queue_order</c>, <c>operator</c>.</param>
/// <param name="Reason">The reason a denial would give.</param>
/// <param name="Binding">Which number binds.</param>
/// <param name="Used">How much of it is used.</param>
/// <param name="Bound">How much there is.</param>
/// <param name="Since">Since when it says no; null when unknown.</param>
/// <param name="Earliest">When it may say yes; null when that hangs on others.</param>
/// <param name="Basis">How well <paramref name="Earliest"/> is known.</param>
/// <param name="Detail">One sentence with the numbers.</param>
public sealed record WaitLayer(
    string Layer, DenialReason Reason, DenialBinding Binding, int Used, int Bound, double? Since, double? Earliest, EarliestBasis Basis, string Detail);
