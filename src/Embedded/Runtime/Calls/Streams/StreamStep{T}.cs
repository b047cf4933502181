namespace Granary.Embedded.Runtime;

/// <summary>What a reader asks for: the first page, when <paramref name="Start"/> is set, the next one, or that it is done.</summary>
internal sealed record StreamStep<T>(Guid Reader, GrainStream<T>? Start, bool Done);
