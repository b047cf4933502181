using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps.Samplers;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary><c>sampler</c>: a random value that depends on the run's seed, the row and the column's name alone.</summary>
internal sealed class SamplerKind : IStepKind
{
    private const int MostCases = 50;

    private static readonly DocumentNode NoParameters = new() { Kind = DocumentNodeKind.Mapping, Line = 0, Position = 0 };

    /// <inheritdoc/>
    public string Name => "sampler";

    /// <inheritdoc/>
    public bool MayBeSkipped => false;

    /// <inheritdoc/>
    public StepDefinition? Parse(StepConfiguration configuration)
    {
        var (fields, errors) = (configuration.Fields, configuration.Errors);
        var before = errors.Count;
        var name = fields.Required("sampler", $"Name one of {string.Join(", ", SamplerKinds.All.Keys.Order(StringComparer.Ordinal))}.");
        var parameters = fields.Find("params");
        var cases = fields.List("cases", 1, MostCases) ?? [];
        if (name?.ReadText(errors, 64) is not { } word)
        {
            return null;
        }

        if (!SamplerKinds.All.TryGetValue(word, out var bind))
        {
            errors.Add(
                RunErrorCodes.UnknownSampler, name, $"there is no sampler `{word}`", NearestName.Hint(word, SamplerKinds.All.Keys.Order(StringComparer.Ordinal), "samplers"));
            return null;
        }

        var plan = parameters is null ? WithoutParameters(bind, configuration) : Plan(bind, parameters, configuration);
        var chosen = cases.Select(c => Case(bind, c, configuration)).ToList();
        if (plan is null || errors.Count > before)
        {
            return null;
        }

        var shapes = chosen.Select(c => c!.Plan.Shape).Prepend(plan.Shape).ToList();
        var shape = shapes.TrueForAll(s => s.Type.Equals(plan.Shape.Type)) ? shapes.Count == 1 ? plan.Shape : plan.Shape with { Values = null } : DataShape.Unknown;
        return new StepDefinition { Step = new SamplerStep(configuration.Name, plan, chosen!), Shape = shape, Logged = false, Local = true };
    }

    private static SamplerPlan? Plan(Func<SamplerParameters, Sampler?> bind, DocumentNode parameters, StepConfiguration configuration)
    {
        Columns(parameters, configuration);
        return SamplerPlan.Read(bind, parameters, configuration.Texts, configuration.Errors);
    }

    // Samplers whose parameters are all optional need no mapping; the others say what is missing at the column.
    private static SamplerPlan? WithoutParameters(Func<SamplerParameters, Sampler?> bind, StepConfiguration configuration)
    {
        var probe = new DocumentErrors();
        var plan = SamplerPlan.Read(bind, NoParameters, new StepTexts(probe), probe);
        if (plan is null)
        {
            configuration.Errors.Add(RunErrorCodes.MissingField, configuration.Fields.Place, $"`params` is missing: {probe.FirstMessage}", "Add `params`.");
        }

        return plan;
    }

    private static SamplerCase? Case(Func<SamplerParameters, Sampler?> bind, DocumentNode place, StepConfiguration configuration)
    {
        var fields = new FieldReader(place, configuration.Errors);
        var when = fields.Required("when") is { } node ? configuration.Texts.Condition(node) : null;
        var plan = fields.Required("params") is { } parameters ? Plan(bind, parameters, configuration) : null;
        fields.Close();
        return when is null || plan is null ? null : new SamplerCase(when, plan);
    }

    // Parameters that name a column are edges.
    private static void Columns(DocumentNode parameters, StepConfiguration configuration)
    {
        if (parameters.Find("of") is { Kind: DocumentNodeKind.String } of)
        {
            configuration.Texts.Column(of, (scope, shape) => Parents(scope, shape, parameters.Find("values"), of.Text));
        }

        if (parameters.Find("from") is { Kind: DocumentNodeKind.String } from)
        {
            configuration.Texts.Column(from, (scope, shape) =>
            {
                if (!shape.MayBeText)
                {
                    scope.Mismatch(1, $"an instant in column `{from.Text}`", $"{shape.Name} (column `{configuration.Name}` adds to it)");
                }
            });
        }
    }

    private static void Parents(ShapeScope scope, DataShape shape, DocumentNode? values, string of)
    {
        if (shape.Values is not { } known || values is not { Kind: DocumentNodeKind.Mapping })
        {
            return;
        }

        var given = values.Members.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        var missing = known.Where(v => !given.Contains(v)).Distinct(StringComparer.Ordinal).Take(5).ToList();
        if (missing.Count > 0)
        {
            scope.Mismatch(1, $"values for every value of `{of}`", $"none for {string.Join(", ", missing)}", "Add them to `values`.");
        }
    }
}
