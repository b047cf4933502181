namespace Granary.Grains.Templates;

/// <summary><c>{{#if}}</c> and <c>{{#unless}}</c>.</summary>
internal sealed class IfNode(TemplateTerm condition, bool wanted, TemplateNode[] then, TemplateNode[] otherwise) : TemplateNode
{
    /// <inheritdoc/>
    public override void Render(TemplateRun run)
    {
        foreach (var node in TemplateHelpers.IsTrue(condition.Evaluate(run)) == wanted ? then : otherwise)
        {
            node.Render(run);
        }
    }

    /// <inheritdoc/>
    public override void Infer(TemplateShapes shapes)
    {
        condition.Infer(shapes);
        foreach (var node in then.Concat(otherwise))
        {
            node.Infer(shapes);
        }
    }
}
