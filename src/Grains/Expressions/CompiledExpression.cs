using System.Collections.Immutable;
using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>An expression in executable form. Immutable and thread-safe; evaluation is pure and bounded.</summary>
internal sealed class CompiledExpression
{
    private readonly ExpressionNode _root;

    internal CompiledExpression(string text, ExpressionNode root, ImmutableArray<ValueReference> references, bool usesNow)
    {
        Text = text;
        _root = root;
        References = references;
        UsesNow = usesNow;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Every name it reads, in order of appearance, doubles included.</summary>
    public ImmutableArray<ValueReference> References { get; }

    /// <summary>It asks for the time, so that two evaluations may differ.</summary>
    public bool UsesNow { get; }

    /// <summary>The value for one row.</summary>
    public ExpressionResult Evaluate(IValueScope scope, DateTimeOffset now)
    {
        try
        {
            return new ExpressionResult(_root.Evaluate(new ExpressionRun(scope, now)), null);
        }
        catch (ExpressionFault fault)
        {
            return new ExpressionResult(DataValue.Null, new ExpressionError(fault.Position, fault.Message));
        }
    }

    /// <summary>What is known of the value before any row exists.</summary>
    public DataShape Infer(ShapeScope scope) => _root.Infer(scope);
}
