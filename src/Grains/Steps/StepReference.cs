using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Steps;

/// <summary>A column that a configuration reads.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Name">The column.</param>
/// <param name="Position">Character in the text of <paramref name="Place"/>, from 1; 0 when the whole text is the name.</param>
internal sealed record StepReference(DocumentNode Place, string Name, int Position);
