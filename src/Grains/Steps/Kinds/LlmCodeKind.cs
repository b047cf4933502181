using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps.Conversations;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary><c>llm-code</c>: code that a model writes, without what it says around it.</summary>
internal sealed class LlmCodeKind(ModelFields models, TimeProvider time) : IStepKind
{
    private const int LongestLanguage = 64;

    /// <inheritdoc/>
    public string Name => "llm-code";

    /// <inheritdoc/>
    public bool MayBeSkipped => true;

    /// <inheritdoc/>
    public StepDefinition? Parse(StepConfiguration configuration)
    {
        var plan = models.Read(configuration);
        var tries = AnswerTries.Read(configuration.Fields);
        var language = configuration.Fields.Required("language", "Name the language as it stands behind the fence: `python`.")?.ReadText(configuration.Errors, LongestLanguage);
        return plan is null || language is null
            ? null
            : new StepDefinition
            {
                Step = new CheckedConversation(plan, new CodeAnswer(language), tries, time),
                Shape = DataShape.Text,
                Logged = true,
                Local = false,
                Alias = plan.Alias,
                SideColumns = plan.SideColumns,
                Warnings = ModelFields.Warnings(plan),
            };
    }
}
