using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>A call of one of <see cref="TemplateHelpers"/>.</summary>
internal sealed class HelperTerm(int position, TemplateHelper helper, TemplateTerm[] arguments) : TemplateTerm(position)
{
    /// <inheritdoc/>
    public override DataValue Evaluate(TemplateRun run)
    {
        run.Charge(1, Position);
        var values = Array.ConvertAll(arguments, a => a.Evaluate(run));
        foreach (var value in values)
        {
            run.ChargeText(value.Weight, Position);
        }

        return helper.Apply(values, new HelperCall(run, Position, helper.Name));
    }

    /// <inheritdoc/>
    public override DataShape Infer(TemplateShapes shapes)
    {
        foreach (var argument in arguments)
        {
            var shape = argument.Infer(shapes);
            if (helper.Accepts?.Invoke(shape) == false)
            {
                shapes.Scope.Mismatch(argument.Position, $"{helper.Expects} for `{helper.Name}`", shape.Name);
            }
        }

        return helper.Gives;
    }
}
