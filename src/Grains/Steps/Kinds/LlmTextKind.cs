using Granary.Grains.Steps.Conversations;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary><c>llm-text</c>: what a model answers, as text.</summary>
internal sealed class LlmTextKind(ModelFields models, TimeProvider time) : IStepKind
{
    /// <inheritdoc/>
    public string Name => "llm-text";

    /// <inheritdoc/>
    public bool MayBeSkipped => true;

    /// <inheritdoc/>
    public StepDefinition? Parse(StepConfiguration configuration) => models.Read(configuration) is { } plan
        ? new StepDefinition
        {
            Step = new TextConversation(plan, time),
            Shape = DataShape.Text,
            Logged = true,
            Local = false,
            Alias = plan.Alias,
            SideColumns = plan.SideColumns,
            Warnings = ModelFields.Warnings(plan),
        }
        : null;
}
