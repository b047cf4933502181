using System.Text.Json;
using Granary.Grains.Steps;

namespace Granary.Grains.Tests.Runs.Groups;

/// <summary>A step that is a function of the row.</summary>
internal sealed class TestStep(Func<StepInput, StepOutcome> make) : IColumnStep
{
    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text);

    public ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(make(input));
    }
}
