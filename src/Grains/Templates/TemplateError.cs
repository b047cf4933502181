namespace Granary.Grains.Templates;

/// <summary>Why a text is no template, or could not be rendered.</summary>
/// <param name="Position">Character in the template, from 1.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record TemplateError(int Position, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Message} (at character {Position})";
}
