namespace Granary.Grains.Templates;

/// <summary>Leaves the parser or the rendering from any depth; caught where they were entered, never seen outside.</summary>
internal sealed class TemplateFault(int position, string message) : Exception(message)
{
    /// <summary>Character in the template, from 1.</summary>
    public int Position { get; } = position;
}
