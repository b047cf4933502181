using Granary.Grains.Expressions;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary><c>expression</c>: a value computed from the row by a template or an expression.</summary>
internal sealed class ExpressionKind : IStepKind
{
    /// <inheritdoc/>
    public string Name => "expression";

    /// <inheritdoc/>
    public bool MayBeSkipped => true;

    /// <inheritdoc/>
    public StepDefinition? Parse(StepConfiguration configuration)
    {
        var (fields, errors) = (configuration.Fields, configuration.Errors);
        var (template, expr) = (fields.Find("template"), fields.Find("expr"));
        if (template is null == expr is null)
        {
            errors.Add(
                template is null ? RunErrorCodes.MissingField : RunErrorCodes.BadValue,
                expr ?? fields.Place,
                template is null ? "`template` or `expr` is missing" : "`template` and `expr` exclude each other",
                "Keep one of `template` and `expr`.");
            return null;
        }

        return template is not null ? Template(configuration, template) : Expression(configuration, expr!);
    }

    private static StepDefinition? Template(StepConfiguration configuration, DocumentNode node)
    {
        var type = configuration.Type ?? DataType.String;
        return configuration.Texts.Template(node) is { } template
            ? new StepDefinition { Step = new TemplateStep(template, type), Shape = DataShape.Of(type), Logged = false, Local = true, AppliesType = true }
            : null;
    }

    private static StepDefinition? Expression(StepConfiguration configuration, DocumentNode node)
    {
        var type = configuration.Type ?? DataType.Json;
        var expression = configuration.Texts.Expression(node, (scope, shape) =>
        {
            if (!shape.Type.FitsInto(type))
            {
                scope.Mismatch(1, $"{type}, the type of column `{configuration.Name}`", shape.Name);
            }
        });

        // An answer that depends on the time is kept like one that was paid for: asked again, it would differ.
        return expression is null
            ? null
            : new StepDefinition
            {
                Step = new ExpressionStep(expression, type),
                Shape = DataShape.Of(type),
                Logged = expression.UsesNow,
                Local = true,
                AppliesType = true,
            };
    }
}
