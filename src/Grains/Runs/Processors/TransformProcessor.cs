using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Steps;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Processors;

/// <summary><c>transform</c>: columns written anew from templates. All templates of one entry see the row as it was before the entry.</summary>
internal sealed class TransformProcessor(string place, ImmutableArray<TransformTarget> targets) : RowProcessor(place)
{
    public override bool Asks => false;

    public override ValueTask<StepFailure?> RunAsync(IReadOnlyList<ProcessorRow> rows, StepContext context, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!row.IsDropped && Apply(row) is { } failure)
            {
                return ValueTask.FromResult<StepFailure?>(failure);
            }
        }

        return ValueTask.FromResult<StepFailure?>(null);
    }

    private StepFailure? Apply(ProcessorRow row)
    {
        var values = new JsonElement[targets.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (column, template) = targets[i];
            var rendered = template.Render(new RowScope(row));
            if (rendered.Error is { } error)
            {
                return At(StepFailure.Permanent(StepFailureKinds.Template, $"column {column.Name}, row {row.Index}: {error}"));
            }

            if (!TypeConversion.TryRead(rendered.Text!, column.TextType, out values[i]))
            {
                return At(StepFailure.Permanent(StepFailureKinds.TypeMismatch, $"column {column.Name}, row {row.Index}: the text cannot be read as {column.TextType}"));
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            row.Set(targets[i].Column.Name, values[i]);
        }

        return null;
    }
}
