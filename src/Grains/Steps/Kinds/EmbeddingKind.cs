using Granary.Grains.Steps.Conversations;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary><c>embedding</c>: a text as the list of numbers that a model gives for it.</summary>
internal sealed class EmbeddingKind(ModelFields models, TimeProvider time) : IStepKind
{
    private const int MostDimensions = 65_536;
    private static readonly DataShape _vector = new(new DataType(DataTypeKind.List, DataType.Float)) { Items = DataShape.Float };

    /// <inheritdoc/>
    public string Name => "embedding";

    /// <inheritdoc/>
    public bool MayBeSkipped => true;

    /// <inheritdoc/>
    public StepDefinition? Parse(StepConfiguration configuration)
    {
        var (fields, errors) = (configuration.Fields, configuration.Errors);
        var before = errors.Count;
        var alias = models.Alias(fields, "embedding");
        var input = fields.Required("input", "Say what is embedded, a template such as \"{{question}}\".") is { } node ? configuration.Texts.Template(node) : null;
        var dimensions = (int?)fields.Whole("dimensions", 1, MostDimensions);
        if (errors.Count > before || input is null)
        {
            return null;
        }

        return new StepDefinition
        {
            Step = new EmbeddingStep(alias!, input, dimensions, time),
            Shape = _vector,
            Logged = true,
            Local = false,
            Alias = alias,
        };
    }
}
