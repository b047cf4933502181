using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary><c>{{#each}}</c> over a list or an object; what is neither, or empty, takes the <c>else</c> side.</summary>
internal sealed class EachNode(TemplateTerm whole, TemplateNode[] body, TemplateNode[] otherwise) : TemplateNode
{
    /// <inheritdoc/>
    public override void Render(TemplateRun run)
    {
        var value = whole.Evaluate(run);
        if (value.Kind is not (DataKind.List or DataKind.Object) || value.Count == 0)
        {
            foreach (var node in otherwise)
            {
                node.Render(run);
            }

            return;
        }

        var (index, last) = (0, value.Count - 1);
        var items = value.Kind == DataKind.Object
            ? value.Members().Select(m => (Key: DataValue.Of(m.Key), m.Value))
            : value.Items().Select((item, i) => (Key: DataValue.Of((long)i), Value: item));
        foreach (var (key, item) in items)
        {
            run.Charge(1, whole.Position);
            run.Enter(new TemplateItem(item, key, index, index == last));
            foreach (var node in body)
            {
                node.Render(run);
            }

            run.Leave();
            index++;
        }
    }

    /// <inheritdoc/>
    public override void Infer(TemplateShapes shapes)
    {
        var shape = whole.Infer(shapes);
        if (shape.IsScalar)
        {
            shapes.Scope.Mismatch(whole.Position, "a list or an object for `each`", shape.Name);
        }

        shapes.Enter(shape.Items ?? DataShape.Unknown);
        foreach (var node in body)
        {
            node.Infer(shapes);
        }

        shapes.Leave();
        foreach (var node in otherwise)
        {
            node.Infer(shapes);
        }
    }
}
