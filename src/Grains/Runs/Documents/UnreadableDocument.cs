namespace Granary.Grains.Runs.Documents;

/// <summary>Leaves a reader from any depth; caught in <see cref="DocumentReader"/>, never seen outside.</summary>
internal sealed class UnreadableDocument(int? line, int? position, string message, string? hint = null) : Exception(message)
{
    /// <summary>Line from 1, if known.</summary>
    public int? Line { get; } = line;

    /// <summary>Character in the line from 1, if known.</summary>
    public int? Position { get; } = position;

    /// <summary>What to do.</summary>
    public string? Hint { get; } = hint;
}
