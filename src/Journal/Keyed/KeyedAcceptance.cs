namespace Granary.Journal.Keyed;

/// <summary>The newest accepted version of a key before a write.</summary>
internal readonly record struct KeyedAcceptance(long Version, bool IsEnd);
