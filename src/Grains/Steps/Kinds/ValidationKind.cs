using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps.Handlers;
using Granary.Grains.Steps.Validation;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary>
/// <c>validation</c>: whether a value is right, and what is wrong with it; with <c>onFail: drop</c> a wrong one drops its row. With a
/// <c>batchSize</c> above 1 it is made for all live rows of a row group, and handlers and services are asked about so many values at once.
/// </summary>
internal sealed class ValidationKind(HandlerFields handlers, HttpCheckClient http) : IStepKind
{
    private const int MostChecks = 20;
    private const int MostBatch = 1000;

    private static readonly DataShape Shape = DataShape.ObjectOf(
    [
        KeyValuePair.Create("valid", DataShape.Bool),
        KeyValuePair.Create(
            "errors", DataShape.ListOf(DataShape.ObjectOf([KeyValuePair.Create("check", DataShape.Text), KeyValuePair.Create("message", DataShape.Text)]))),
    ]);

    /// <inheritdoc/>
    public string Name => "validation";

    /// <inheritdoc/>
    public bool MayBeSkipped => true;

    /// <inheritdoc/>
    public StepDefinition? Parse(StepConfiguration configuration)
    {
        var (fields, errors) = (configuration.Fields, configuration.Errors);
        var before = errors.Count;
        var input = fields.Required("input", "Name the column that is checked.") is { } column ? configuration.Texts.Column(column) : null;
        var batchSize = (int)(fields.Whole("batchSize", 1, MostBatch) ?? 1);
        var reader = new CheckReader(handlers, http, errors, batchSize > 1);
        var entries = fields.Required("checks", "Add `checks`, a list of schema, regex, http or executor checks.")?.ReadList(errors, 1, MostChecks) ?? [];
        var checks = entries.Select(reader.Read).ToList();
        var drops = fields.Word("onFail", "flag", "drop") == "drop";
        if (errors.Count > before || input is null)
        {
            return null;
        }

        // What asks nobody else says the same again, and need not be kept.
        var asks = checks.Exists(static check => check is HandlerValueCheck or HttpValueCheck);
        var isBatch = batchSize > 1;
        return new StepDefinition
        {
            Step = new ValidationStep(input, [.. checks.OfType<IValueCheck>()], drops, batchSize),
            Shape = Shape,
            Logged = asks || isBatch,
            Local = !asks && !isBatch,
            IsBatch = isBatch,
        };
    }
}
