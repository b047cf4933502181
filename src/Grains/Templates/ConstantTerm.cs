using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>A text, number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
internal sealed class ConstantTerm(int position, DataValue value) : TemplateTerm(position)
{
    /// <inheritdoc/>
    public override DataValue Evaluate(TemplateRun run) => value;

    /// <inheritdoc/>
    public override DataShape Infer(TemplateShapes shapes) => value.Kind switch
    {
        DataKind.String => DataShape.Text,
        DataKind.Int => DataShape.Int,
        DataKind.Float => DataShape.Float,
        DataKind.Bool => DataShape.Bool,
        _ => DataShape.Unknown,
    };
}
