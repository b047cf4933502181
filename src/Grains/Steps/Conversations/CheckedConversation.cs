using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Steps.Conversations;

/// <summary>
/// Asks until the answer has the form that is wanted.
/// <para>1. A conversation opens with the column's messages. 2. The answer's value is found and checked. 3. One that is not of the form is told
/// what is wrong in the same conversation, up to <c>corrections</c> times. 4. Then a new conversation begins, up to <c>restarts</c> times. 5. So
/// there are at most (1 + corrections) × (1 + restarts) calls; then the cell fails for good. A call that fails ends it at once: trying again is
/// the run's business.</para>
/// Immutable and thread-safe.
/// </summary>
internal sealed class CheckedConversation(ConversationPlan plan, IAnswerForm form, AnswerTries tries, TimeProvider time) : IColumnStep
{
    private readonly ImmutableDictionary<string, JsonElement> _parameters = form.Extend(plan.Parameters);

    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        if (plan.Open(input, form.Instruction, out var unopened) is not { } opening)
        {
            return StepOutcome.Failed(unopened!);
        }

        var tally = new ModelTally(time);
        var last = string.Empty;
        for (var restart = 0; restart <= tries.Restarts; restart++)
        {
            var messages = new List<ChatMessage>(opening);
            for (var correction = 0; correction <= tries.Corrections; correction++)
            {
                var result = await tally.CallAsync(context.Models, plan.Call(messages, context, _parameters), cancellationToken);
                if (result.Answer is not { } answer)
                {
                    return tally.Failed(ModelFailures.Of(result.Failure!));
                }

                if (form.Read(answer.Text, out var problems) is { } value)
                {
                    return tally.Made(value, plan.Side(messages, answer, tally));
                }

                last = problems[0];
                messages.Add(new ChatMessage("assistant", answer.Text));
                messages.Add(new ChatMessage("user", form.Correction(problems)));
            }
        }

        return tally.Failed(StepFailure.Permanent(StepFailureKinds.InvalidOutput, $"none of {tries.Most} answers was of the form asked for; the last: {last}"));
    }
}
