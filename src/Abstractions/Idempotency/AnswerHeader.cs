namespace Granary.Abstractions.Idempotency;

/// <summary>One header of a kept answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; several are joined as HTTP joins them.</param>
[GenerateSerializer, Immutable, Alias("granary.AnswerHeader")]
public sealed record AnswerHeader([property: Id(0)] string Name, [property: Id(1)] string Value);
