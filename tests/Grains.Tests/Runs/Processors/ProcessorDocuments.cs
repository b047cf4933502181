using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Processors;
using Granary.Grains.Steps;
using Granary.Grains.Tests.Documents;
using Granary.Grains.Tests.Expressions;
using Granary.Grains.Tests.Steps;
using Granary.Grains.Values;

namespace Granary.Grains.Tests.Runs.Processors;

/// <summary>Documents with processors over a seed <c>q</c>, a sampler <c>n</c> and a column <c>t</c> made of them.</summary>
internal static class ProcessorDocuments
{
    public static Task<CompiledRun> RunAsync(string processors, ScriptedHandlers? handlers = null, string more = "") => RunDocuments.RunAsync(
        $$$"""
        run: 1
        name: n
        rows: 3
        rowGroupSize: 3
        seed: { rows: [ { q: " a " }, { q: " b " }, { q: " c " } ] }
        columns:
          - { name: q, kind: seed, type: string }
          - { name: n, kind: sampler, sampler: uniform, params: { low: 1, high: 1, decimals: 0 } }
          - { name: late, kind: sampler, sampler: uniform, params: { low: "{{n}}", high: 9 } }
          - { name: t, kind: expression, template: "{{q}}!" }
          - { name: m, kind: llm-text, model: writer, prompt: "{{t}}", capture: [usage] }
        processors: { {{{processors}}} }
        {{{more}}}
        """,
        handlers: handlers);

    /// <summary>What a stage makes of rows: one JSON text per row.</summary>
    public static async Task<(string[] Rows, StepFailure? Failure)> MakeAsync(CompiledRun run, CompiledColumn stage, params string[] rows)
    {
        ImmutableArray<StepInput> inputs = [.. rows.Select(static (row, index) => new StepInput(index, new Scope(row)))];
        var outcome = await stage.Step.RunAsync(inputs[0] with { Batch = inputs }, StepRuns.Context(run), TestContext.Current.CancellationToken);
        return (outcome.Failure is null ? [.. outcome.Value.EnumerateArray().Select(static (JsonElement row) => DataJson.Text(row))] : [], outcome.Failure);
    }
}
