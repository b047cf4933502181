using Granary.Grains.Values;

namespace Granary.Grains.Steps.Samplers;

/// <summary>Draws a cell from its own stream of random numbers, with the parameters of the first case that holds.</summary>
internal sealed class SamplerStep(string column, SamplerPlan plan, IReadOnlyList<SamplerCase> cases) : IColumnStep
{
    /// <inheritdoc/>
    public ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Run(input, context));
    }

    private StepOutcome Run(StepInput input, StepContext context)
    {
        var chosen = plan;
        foreach (var one in cases)
        {
            var holds = one.When.Evaluate(new RowScope(input.Values), context.Now);
            if (holds.Error is not null || holds.Value.Kind != DataKind.Bool)
            {
                var why = holds.Error?.ToString() ?? $"gave {holds.Value.KindName}, bool is expected";
                return StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.Expression, $"when: {why}"));
            }

            if (holds.Value.AsBool())
            {
                chosen = one.Plan;
                break;
            }
        }

        if (chosen.For(input.Values, out var failure) is not { } sampler)
        {
            return StepOutcome.Failed(failure!);
        }

        var draw = sampler.Draw(SampleStream.OfCell(context.RandomSeed, input.Row, column), input.Values);
        return draw.Problem is null ? StepOutcome.Of(draw.Value) : StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.Sampler, draw.Problem));
    }
}
