namespace Granary.Grains.Templates;

/// <summary>A stretch of a template while it is being cut; text and tags take turns, text first and last.</summary>
internal sealed class TemplatePart
{
    /// <summary>The inside of <c>{{ }}</c>.</summary>
    public bool Tag { get; init; }

    /// <summary>The stretch.</summary>
    public required string Text { get; set; }

    /// <summary>Character in the template, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>Says nothing.</summary>
    public bool Comment { get; init; }

    /// <summary>Takes the white space before it.</summary>
    public bool TrimLeft { get; init; }

    /// <summary>Takes the white space after it.</summary>
    public bool TrimRight { get; init; }

    /// <summary>Takes its line with it when it is alone there.</summary>
    public bool Line { get; init; }
}
