using System.Collections.Immutable;
using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>
/// A template in executable form: the part of Handlebars that a run document may use, with a closed list of helpers and bounds on text and
/// steps. Immutable and thread-safe; rendering is pure.
/// </summary>
internal sealed class CompiledTemplate
{
    private readonly TemplateNode[] _nodes;

    internal CompiledTemplate(string text, TemplateNode[] nodes, ImmutableArray<ValueReference> references)
    {
        Text = text;
        _nodes = nodes;
        References = references;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Every column it reads, in order of appearance, doubles included.</summary>
    public ImmutableArray<ValueReference> References { get; }

    /// <summary>The text for one row.</summary>
    public TemplateResult Render(IValueScope scope)
    {
        try
        {
            var run = new TemplateRun(scope);
            foreach (var node in _nodes)
            {
                node.Render(run);
            }

            return new TemplateResult(run.ToString(), null);
        }
        catch (TemplateFault fault)
        {
            return new TemplateResult(null, new TemplateError(fault.Position, fault.Message));
        }
    }

    /// <summary>Looks for what cannot be right before any row exists.</summary>
    public void Infer(ShapeScope scope)
    {
        var shapes = new TemplateShapes(scope);
        foreach (var node in _nodes)
        {
            node.Infer(shapes);
        }
    }
}
