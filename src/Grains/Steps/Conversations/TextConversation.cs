using Granary.Grains.Values;

namespace Granary.Grains.Steps.Conversations;

/// <summary>One call; the answer's text is the value. Immutable and thread-safe.</summary>
internal sealed class TextConversation(ConversationPlan plan, TimeProvider time) : IColumnStep
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        if (plan.Open(input, instruction: null, out var unopened) is not { } messages)
        {
            return StepOutcome.Failed(unopened!);
        }

        var tally = new ModelTally(time);
        var result = await tally.CallAsync(context.Models, plan.Call(messages, context), cancellationToken);
        return result.Answer is { } answer
            ? tally.Made(DataJson.Element(answer.Text), plan.Side(messages, answer, tally))
            : tally.Failed(ModelFailures.Of(result.Failure!));
    }
}
