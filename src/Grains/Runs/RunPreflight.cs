using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs;

/// <summary>One short call per alias before a run starts, so that a wrong key or model name costs one call and not a row group.</summary>
internal sealed class RunPreflight(IModelCalls models, TimeSpan timeout)
{
    private static readonly Dictionary<string, JsonElement> _parameters = new(StringComparer.Ordinal) { ["max_tokens"] = JsonElement.Parse("8") };

    /// <summary>Null when every alias is usable, else one sentence about the first that is not.</summary>
    public async Task<string?> TryAsync(RunView run, CancellationToken cancellationToken)
    {
        foreach (var alias in run.Aliases)
        {
            var call = new ModelCall(
                alias,
                [new ChatMessage("user", "Reply with OK.")],
                _parameters,
                new CallerContext(run.Tenant, run.Band, Flow: run.Id, MaxWait: timeout, Deadline: timeout, RunId: run.Id));
            var result = await models.CallAsync(call, cancellationToken);

            // A refusal for load proves that the provider knows us; how long to bear it is the run's patience.
            if (result.Failure is { Preserved: false } failure)
            {
                return $"alias {alias}: {failure.Message}";
            }
        }

        return null;
    }
}
