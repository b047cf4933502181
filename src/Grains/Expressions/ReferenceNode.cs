using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>A name.</summary>
internal sealed class ReferenceNode(int position, string name) : ExpressionNode(position), INamedNode
{
    /// <inheritdoc/>
    public string Path { get; } = name;

    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope) => scope.Find(Path);

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run) => run.Find(Path);
}
