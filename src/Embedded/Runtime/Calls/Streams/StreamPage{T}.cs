namespace Granary.Embedded.Runtime;

/// <summary>An answer to a reader.</summary>
internal sealed record StreamPage<T>(StreamPageKind Kind, IReadOnlyList<T> Elements, Exception? Error = null);
