using Granary.Grains.Runs.Documents;
using Granary.Grains.Templates;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary>The parameters of a sampler in executable form: a sampler made once, or templates to fill in for every row. Immutable and thread-safe.</summary>
internal sealed class SamplerPlan
{
    private readonly Func<SamplerParameters, Sampler?> _bind;
    private readonly DocumentNode _parameters;
    private readonly IReadOnlyDictionary<DocumentNode, CompiledTemplate> _templates;

    private SamplerPlan(Func<SamplerParameters, Sampler?> bind, DocumentNode parameters, IReadOnlyDictionary<DocumentNode, CompiledTemplate> templates, Sampler? made)
    {
        _bind = bind;
        _parameters = parameters;
        _templates = templates;
        Made = made;
    }

    /// <summary>The sampler, when nothing depends on the row.</summary>
    public Sampler? Made { get; }

    /// <summary>What is known of the values.</summary>
    public DataShape Shape => Made?.Shape ?? DataShape.Unknown;

    /// <summary>Reads parameters; null, reported, when they are wrong.</summary>
    public static SamplerPlan? Read(Func<SamplerParameters, Sampler?> bind, DocumentNode place, StepTexts texts, DocumentErrors errors)
    {
        var before = errors.Count;
        var templates = new Dictionary<DocumentNode, CompiledTemplate>();
        Collect(place, texts, templates);
        var parameters = new SamplerParameters(place, errors);
        var made = bind(parameters);
        parameters.Close();
        return errors.Count == before ? new SamplerPlan(bind, place, templates, made) : null;
    }

    /// <summary>The sampler for one row, or why there is none.</summary>
    public Sampler? For(IRowValues row, out StepFailure? failure)
    {
        failure = null;
        if (Made is not null)
        {
            return Made;
        }

        var filled = Fill(_parameters, new RowScope(row), out var error);
        if (error is not null)
        {
            failure = StepFailure.Permanent(StepFailureKinds.Template, error.ToString());
            return null;
        }

        var errors = new DocumentErrors();
        var sampler = _bind(new SamplerParameters(filled, errors));
        if (sampler is null)
        {
            failure = StepFailure.Permanent(StepFailureKinds.Sampler, $"params: {errors.FirstMessage}");
        }

        return sampler;
    }

    private static void Collect(DocumentNode node, StepTexts texts, Dictionary<DocumentNode, CompiledTemplate> templates)
    {
        if (SamplerParameters.IsTemplate(node) && texts.Template(node) is { } template)
        {
            templates[node] = template;
        }

        foreach (var inner in node.Items.Concat(node.Members.Select(m => m.Value)))
        {
            Collect(inner, texts, templates);
        }
    }

    private DocumentNode Fill(DocumentNode node, IValueScope row, out TemplateError? error)
    {
        error = null;
        if (_templates.TryGetValue(node, out var template))
        {
            var result = template.Render(row);
            error = result.Error;
            return new DocumentNode { Kind = DocumentNodeKind.String, Line = node.Line, Position = node.Position, Text = result.Text ?? string.Empty, Rendered = true };
        }

        if (node.Kind is not (DocumentNodeKind.Sequence or DocumentNodeKind.Mapping))
        {
            return new DocumentNode { Kind = node.Kind, Line = node.Line, Position = node.Position, Text = node.Text };
        }

        var items = new List<DocumentNode>(node.Items.Count);
        foreach (var item in node.Items)
        {
            items.Add(Fill(item, row, out var inner));
            error ??= inner;
        }

        var members = new List<DocumentMember>(node.Members.Count);
        foreach (var member in node.Members)
        {
            members.Add(member with { Value = Fill(member.Value, row, out var inner) });
            error ??= inner;
        }

        return new DocumentNode { Kind = node.Kind, Line = node.Line, Position = node.Position, Items = items, Members = members }.Adopt();
    }
}
