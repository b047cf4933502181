using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps.Conversations;
using Granary.Grains.Steps.Schemas;

namespace Granary.Grains.Steps.Kinds;

/// <summary><c>llm-structured</c>: what a model answers, as JSON that fits a schema.</summary>
internal sealed class LlmStructuredKind(ModelFields models, TimeProvider time) : IStepKind
{
    /// <inheritdoc/>
    public string Name => "llm-structured";

    /// <inheritdoc/>
    public bool MayBeSkipped => true;

    /// <inheritdoc/>
    public StepDefinition? Parse(StepConfiguration configuration)
    {
        var plan = models.Read(configuration);
        var tries = AnswerTries.Read(configuration.Fields);
        var native = SchemaAnswer.IsNative(configuration.Fields);
        var schema = Schema(configuration);
        return plan is null || schema is null
            ? null
            : new StepDefinition
            {
                Step = new CheckedConversation(plan, new SchemaAnswer(plan.Column, schema, native), tries, time),
                Shape = schema.Shape,
                Logged = true,
                Local = false,
                Alias = plan.Alias,
                SideColumns = plan.SideColumns,
                Warnings = ModelFields.Warnings(plan),
            };
    }

    private static CompiledSchema? Schema(StepConfiguration configuration)
    {
        if (configuration.Fields.Required("schema", "Add `schema`, a JSON Schema of the value.") is not { } node)
        {
            return null;
        }

        var schema = SchemaCompiler.Compile(node.ToJson(), out var problems);
        foreach (var problem in problems)
        {
            configuration.Errors.Add(RunErrorCodes.BadValue, Place(node, problem.Pointer), $"schema: {problem.Message}");
        }

        return schema;
    }

    // The place in the document that a pointer into the schema names, or the nearest one around it.
    private static DocumentNode Place(DocumentNode schema, string pointer)
    {
        var at = schema;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var inner = at.Find(name) ?? at.Items.FirstOrDefault(i => i.Key == name);
            if (inner is null)
            {
                break;
            }

            at = inner;
        }

        return at;
    }
}
