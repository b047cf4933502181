namespace Granary.Journal.Requests;

/// <summary>Something that the shell has to do for the <see cref="RecoveryCore"/>; the effects of one entry in the order in which they were returned.</summary>
/// <param name="Kind">What.</param>
/// <param name="Header">For which entry.</param>
/// <param name="Progress">What to write.</param>
public readonly record struct RecoveryEffect(RecoveryEffectKind Kind, RequestHeader Header, RequestProgress Progress);
