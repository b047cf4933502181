namespace Granary.Grains.Templates;

/// <summary>Text as it is.</summary>
internal sealed class TextNode(int position, string text) : TemplateNode
{
    /// <inheritdoc/>
    public override void Render(TemplateRun run) => run.Write(text, position);

    /// <inheritdoc/>
    public override void Infer(TemplateShapes shapes)
    {
        // Text has no type that could be wrong.
    }
}
