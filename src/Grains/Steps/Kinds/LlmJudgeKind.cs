using Granary.Grains.Steps.Conversations;
using Granary.Grains.Steps.Schemas;

namespace Granary.Grains.Steps.Kinds;

/// <summary><c>llm-judge</c>: scores with reasoning, by criteria.</summary>
internal sealed class LlmJudgeKind(ModelFields models, TimeProvider time) : IStepKind
{
    /// <inheritdoc/>
    public string Name => "llm-judge";

    /// <inheritdoc/>
    public bool MayBeSkipped => true;

    /// <inheritdoc/>
    public StepDefinition? Parse(StepConfiguration configuration)
    {
        var plan = models.Read(configuration);
        var tries = AnswerTries.Read(configuration.Fields);
        var native = SchemaAnswer.IsNative(configuration.Fields);
        var rubrics = Rubrics.Read(configuration.Fields);
        if (plan is null || rubrics.IsEmpty)
        {
            return null;
        }

        var schema = SchemaCompiler.Compile(Rubrics.Schema(rubrics), out var problems)
            ?? throw new InvalidOperationException($"The schema made from rubrics is not one: {problems[0].Message}.");
        return new StepDefinition
        {
            Step = new CheckedConversation(plan, new SchemaAnswer(plan.Column, schema, native, Rubrics.Instruction(rubrics)), tries, time),
            Shape = schema.Shape,
            Logged = true,
            Local = false,
            Alias = plan.Alias,
            SideColumns = plan.SideColumns,
            Warnings = ModelFields.Warnings(plan),
        };
    }
}
