namespace Granary.Grains.Templates;

/// <summary><c>{{ term }}</c>: a value as text, not escaped.</summary>
internal sealed class OutputNode(TemplateTerm term) : TemplateNode
{
    /// <inheritdoc/>
    public override void Render(TemplateRun run) => run.Write(term.Evaluate(run).ToText(), term.Position);

    /// <inheritdoc/>
    public override void Infer(TemplateShapes shapes) => term.Infer(shapes);
}
