namespace Granary.Abstractions.Runs;

/// <summary>One live event of a run.</summary>
/// <param name="Sequence">+1 each, per activation of the run; see <see cref="RunEventPage.Epoch"/>.</param>
/// <param name="Kind"><c>progress</c>, <c>state</c>, <c>row_group</c>, <c>dropped</c>, <c>limit</c>, <c>warning</c>, <c>end</c>.</param>
/// <param name="Data">JSON object, camelCase, UTF-16 text.</param>
[GenerateSerializer, Immutable, Alias("granary.RunEvent")]
public sealed record RunEvent([property: Id(0)] long Sequence, [property: Id(1)] string Kind, [property: Id(2)] string Data);
