using System.Collections.Immutable;

namespace Granary.Scheduling.Columns;

/// <summary>Columns that need each other in a ring: each needs the next one, the last one needs the first.</summary>
/// <param name="Columns">Indexes along the ring, each once, starting with the earliest in the document.</param>
/// <param name="Path">The ring in words: <c>a → b → a</c>.</param>
public sealed record ColumnCycle(ImmutableArray<int> Columns, string Path);
