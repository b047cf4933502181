using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>A part of a template that has a value. Immutable and thread-safe.</summary>
internal abstract class TemplateTerm(int position)
{
    /// <summary>Character in the template, from 1.</summary>
    public int Position { get; } = position;

    /// <summary>The value.</summary>
    /// <exception cref="TemplateFault">There is none.</exception>
    public abstract DataValue Evaluate(TemplateRun run);

    /// <summary>What is known of the value; problems go to the scope.</summary>
    public abstract DataShape Infer(TemplateShapes shapes);
}
