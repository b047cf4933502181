using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs;

/// <summary>One short call per alias before a run starts, so that a wrong key or model name costs one call and not a row group.</summary>
/// <param name="models">The way to the providers.</param>
/// <param name="embeds">Whether an alias is for embeddings, which answer no chat.</param>
/// <param name="timeout">Bound of one try.</param>
internal sealed class RunPreflight(IModelCalls models, Func<string, bool> embeds, TimeSpan timeout)
{
    private static readonly Dictionary<string, JsonElement> _none = [];
    private static readonly Dictionary<string, JsonElement> _parameters = new(StringComparer.Ordinal) { ["max_tokens"] = JsonElement.Parse("8") };

    /// <summary>Null when every alias is usable, else one sentence about the first that is not.</summary>
    public async Task<string?> TryAsync(RunView run, CancellationToken cancellationToken)
    {
        foreach (var alias in run.Aliases)
        {
            var embedding = embeds(alias);
            var call = new ModelCall(
                alias,
                [new ChatMessage("user", "Reply with OK.")],
                embedding ? _none : _parameters,
                new CallerContext(run.Tenant, run.Band, Flow: run.Id, MaxWait: timeout, Deadline: timeout, RunId: run.Id),
                Embedding: embedding);
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
