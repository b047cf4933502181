using Granary.Grains.Templates;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary>Renders a template and reads the text as the column's type, strictly.</summary>
internal sealed class TemplateStep(CompiledTemplate template, DataType type) : IColumnStep
{
    /// <inheritdoc/>
    public ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var result = template.Render(new RowScope(input.Values));
        if (result.Error is { } error)
        {
            return ValueTask.FromResult(StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.Template, error.ToString())));
        }

        return ValueTask.FromResult(TypeConversion.TryRead(result.Text!, type, out var value)
            ? StepOutcome.Of(value)
            : StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.TypeMismatch, $"the text cannot be read as {type}")));
    }
}
