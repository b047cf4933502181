namespace Granary.Grains.Templates;

/// <summary>A part of a template that writes text. Immutable and thread-safe.</summary>
internal abstract class TemplateNode
{
    /// <summary>Writes it.</summary>
    /// <exception cref="TemplateFault">It cannot be written.</exception>
    public abstract void Render(TemplateRun run);

    /// <summary>Looks for what cannot be right.</summary>
    public abstract void Infer(TemplateShapes shapes);
}
