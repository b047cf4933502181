using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps.Handlers;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary>
/// <c>custom</c>: a value that a handler of an executor pool makes, .NET or Python. It gets one JSON object: the inputs by name, and the params beside
/// them. With <c>strategy: batch</c> it is called for all live rows of a row group at once, or for <c>batchSize</c> of them after another: each input is a list
/// then, and so is the result.
/// </summary>
internal sealed class CustomKind(HandlerFields handlers) : IStepKind
{
    private const int MostInputs = 100;
    private const int MostBatch = 100_000;

    /// <inheritdoc/>
    public string Name => "custom";

    /// <inheritdoc/>
    public bool MayBeSkipped => true;

    /// <inheritdoc/>
    public StepDefinition? Parse(StepConfiguration configuration)
    {
        var (fields, errors) = (configuration.Fields, configuration.Errors);
        var before = errors.Count;
        var plan = handlers.Read(fields);
        var strategy = fields.Find("strategy");
        var isBatch = strategy?.ReadWord(errors, ["cell", "batch"]) == "batch";
        var batchSize = (int?)fields.Whole("batchSize", 1, MostBatch);
        if (batchSize is not null && !isBatch)
        {
            errors.Add(RunErrorCodes.BadValue, fields.Find("batchSize")!, "`batchSize` is for `strategy: batch`", "Add `strategy: batch`, or leave `batchSize` out.");
        }

        var inputs = Inputs(configuration);
        var parameters = Parameters(fields, inputs);
        if (isBatch && inputs.IsEmpty && errors.Count == before)
        {
            errors.Add(RunErrorCodes.BadValue, strategy!, "a batch needs `inputs`: their lists say how many rows there are", "Name at least one column in `inputs`.");
        }

        if (plan is null || errors.Count > before)
        {
            return null;
        }

        return new StepDefinition
        {
            Step = new CustomStep(handlers.Calls, plan, inputs, parameters, batchSize ?? int.MaxValue),
            Shape = DataShape.Unknown,
            Logged = true,
            Local = false,
            IsBatch = isBatch,
            Warnings = inputs.IsEmpty ? [$"column `{configuration.Name}` calls its handler with the same argument for every row: it has no `inputs`"] : [],
        };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Inputs(StepConfiguration configuration)
    {
        var (node, errors, texts) = (configuration.Fields.Find("inputs"), configuration.Errors, configuration.Texts);
        var found = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        switch (node?.Kind)
        {
            case null:
                break;
            case DocumentNodeKind.Mapping:
                foreach (var member in node.Members)
                {
                    Add(member.Name, member.Value);
                }

                break;
            case DocumentNodeKind.Sequence:
                foreach (var item in node.ReadList(errors, 1, MostInputs) ?? [])
                {
                    Add(null, item);
                }

                break;
            default:
                Add(null, node!);
                break;
        }

        return found.ToImmutable();

        void Add(string? name, DocumentNode column)
        {
            if (texts.Column(column) is { } from)
            {
                found.Add(KeyValuePair.Create(name ?? from, from));
            }
        }
    }

    private static ImmutableArray<KeyValuePair<string, JsonElement>> Parameters(FieldReader fields, ImmutableArray<KeyValuePair<string, string>> inputs)
    {
        if (fields.Inside("params") is not { } given)
        {
            return [];
        }

        foreach (var member in given.Place.Members.Where(member => inputs.Any(input => input.Key == member.Name)))
        {
            fields.Errors.Add(
                RunErrorCodes.BadValue, member.Value, $"`{member.Name}` is an input already; the handler gets inputs and params in one object", "Rename one of both.");
        }

        return [.. given.Place.Members.Select(static member => KeyValuePair.Create(member.Name, member.Value.ToJson()))];
    }
}
