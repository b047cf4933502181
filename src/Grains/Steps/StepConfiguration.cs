using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Steps;

/// <summary>What a step kind reads while a document is compiled. One thread.</summary>
/// <param name="Name">The column.</param>
/// <param name="Fields">The fields of the column.</param>
/// <param name="Texts">Compiles templates and expressions, and notes what they read.</param>
/// <param name="Type">The declared type; null when there is none.</param>
/// <param name="Seed">The seed dataset, if there is one that can be read.</param>
/// <param name="HasSeed">The document names a dataset, whether or not it can be read.</param>
internal sealed record StepConfiguration(
    string Name, FieldReader Fields, StepTexts Texts, DataType? Type, Seeds.ISeedDataset? Seed, bool HasSeed)
{
    /// <summary>Where problems go.</summary>
    public DocumentErrors Errors => Fields.Errors;
}
