using System.Globalization;
using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>A reference with members and indexes: <c>profile.tags.[0]</c>. What is not there is nothing.</summary>
/// <param name="position">Character in the template, from 1.</param>
/// <param name="text">As it was written.</param>
/// <param name="source">Where it starts.</param>
/// <param name="depth">Which <c>each</c>, from 1 outermost; 0 for columns.</param>
/// <param name="segments">The members below the start; for a column its name first.</param>
internal sealed class PathTerm(int position, string text, PathSource source, int depth, string[] segments) : TemplateTerm(position)
{
    /// <summary>The column it reads, or null.</summary>
    public string? Column => source == PathSource.Column ? segments[0] : null;

    /// <summary>As it was written.</summary>
    public string Text => text;

    /// <inheritdoc/>
    public override DataValue Evaluate(TemplateRun run)
    {
        run.Charge(1, Position);
        var value = source switch
        {
            PathSource.Column => run.Find(segments[0]),
            PathSource.Item => run.Item(depth).Value,
            PathSource.Index => DataValue.Of((long)run.Item(depth).Index),
            PathSource.Key => run.Item(depth).Key,
            PathSource.First => DataValue.Of(run.Item(depth).Index == 0),
            _ => DataValue.Of(run.Item(depth).IsLast),
        };
        for (var i = FirstMember; i < segments.Length; i++)
        {
            // Members and elements are searched for, so a large value costs more.
            run.ChargeText(value.Count, Position);
            value = Step(value, segments[i]);
        }

        return value;
    }

    /// <inheritdoc/>
    public override DataShape Infer(TemplateShapes shapes)
    {
        var shape = source switch
        {
            PathSource.Column => shapes.Scope.Find(segments[0]),
            PathSource.Item => shapes.Item(depth),
            PathSource.Index => DataShape.Int,
            PathSource.First or PathSource.Last => DataShape.Bool,
            _ => DataShape.Unknown,
        };
        for (var i = FirstMember; i < segments.Length; i++)
        {
            shape = shapes.Scope.Member(shape, segments[i], Position, text);
        }

        return shape;
    }

    private int FirstMember => source == PathSource.Column ? 1 : 0;

    private static DataValue Step(DataValue value, string segment) => value.Kind switch
    {
        DataKind.Object => value.Member(segment),
        DataKind.List when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) => value.Item(index),
        _ => DataValue.Null,
    };
}
