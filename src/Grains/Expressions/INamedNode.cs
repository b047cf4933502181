namespace Granary.Grains.Expressions;

/// <summary>A part that can be called by a path in a message.</summary>
internal interface INamedNode
{
    /// <summary>As a reader would write it.</summary>
    string Path { get; }
}
