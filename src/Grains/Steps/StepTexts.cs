using Granary.Grains.Expressions;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Templates;
using Granary.Grains.Values;

namespace Granary.Grains.Steps;

/// <summary>
/// Compiles the templates, expressions and references of one column, and notes which columns they read and what has to be looked at once
/// the shapes of all columns are known. One thread.
/// </summary>
internal sealed class StepTexts(DocumentErrors errors)
{
    private readonly List<StepReference> _references = [];
    private readonly List<StepCheck> _checks = [];

    /// <summary>Columns that are read, doubles included.</summary>
    public IReadOnlyList<StepReference> References => _references;

    /// <summary>What has to be looked at.</summary>
    public IReadOnlyList<StepCheck> Checks => _checks;

    /// <summary>A template; null, reported, when it is none.</summary>
    public CompiledTemplate? Template(DocumentNode node)
    {
        if (node.ReadText(errors, TemplateLimits.Bytes) is not { } text)
        {
            return null;
        }

        var parse = TemplateParser.Parse(text);
        if (parse.Error is { } error)
        {
            errors.Add(RunErrorCodes.Template, node, error.ToString(), "See the templates of the run document's reference.");
            return null;
        }

        foreach (var reference in parse.Template!.References)
        {
            _references.Add(new StepReference(node, reference.Name, reference.Position));
        }

        _checks.Add(new StepCheck(node, parse.Template.Infer));
        return parse.Template;
    }

    /// <summary>An expression; null, reported, when it is none.</summary>
    /// <param name="node">Where it is written.</param>
    /// <param name="look">Looks at the shape of its value.</param>
    public CompiledExpression? Expression(DocumentNode node, Action<ShapeScope, DataShape>? look = null)
    {
        if (node.ReadText(errors, ExpressionLimits.Bytes) is not { } text)
        {
            return null;
        }

        var parse = ExpressionParser.Parse(text);
        if (parse.Error is { } error)
        {
            errors.Add(RunErrorCodes.BadValue, node, error.ToString(), "See the expressions of the run document's reference.");
            return null;
        }

        foreach (var reference in parse.Expression!.References)
        {
            _references.Add(new StepReference(node, reference.Name, reference.Position));
        }

        _checks.Add(new StepCheck(node, scope =>
        {
            var shape = parse.Expression.Infer(scope);
            look?.Invoke(scope, shape);
        }));
        return parse.Expression;
    }

    /// <summary>A condition: an expression that gives bool and is the same on every try.</summary>
    public CompiledExpression? Condition(DocumentNode node)
    {
        var condition = Expression(node, (scope, shape) =>
        {
            if (!shape.MayBeBool)
            {
                scope.Mismatch(1, "bool", shape.Name, "Compare with ==, or ask for null.");
            }
        });
        if (condition is { UsesNow: true })
        {
            errors.Add(RunErrorCodes.BadValue, node, "a condition cannot ask for the time: it must say the same after a restart", "Remove now().");
            return null;
        }

        return condition;
    }

    /// <summary>A column named as a whole.</summary>
    public string? Column(DocumentNode node, Action<ShapeScope, DataShape>? look = null)
    {
        if (node.ReadText(errors, 128) is not { } name)
        {
            return null;
        }

        _references.Add(new StepReference(node, name, 0));
        if (look is not null)
        {
            _checks.Add(new StepCheck(node, scope => look(scope, scope.Find(name))));
        }

        return name;
    }

    /// <summary>Anything else that needs the shapes of other columns.</summary>
    public void Check(DocumentNode place, Action<ShapeScope> look) => _checks.Add(new StepCheck(place, look));
}
