using System.Text.Json;
using Granary.Grains.Steps.Schemas;

namespace Granary.Grains.Steps.Validation;

/// <summary><c>schema</c>: the value fits a JSON Schema.</summary>
internal sealed class SchemaValueCheck(CompiledSchema schema) : IValueCheck
{
    public string Name => "schema";

    public ValueTask<CheckFindings> CheckAsync(JsonElement value, StepContext context, CancellationToken cancellationToken)
    {
        var problems = schema.Check(value);
        return ValueTask.FromResult(new CheckFindings(
            [.. problems.Select(static problem => $"{(problem.Pointer.Length == 0 ? "the value" : problem.Pointer)}: {problem.Message}")], null));
    }
}
