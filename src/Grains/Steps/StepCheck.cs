using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Steps;

/// <summary>A look at one text once the shapes of all columns are known.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Look">Reports what cannot be right.</param>
internal sealed record StepCheck(DocumentNode Place, Action<ShapeScope> Look);
