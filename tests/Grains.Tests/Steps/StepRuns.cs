using System.Collections.Immutable;
using Granary.Abstractions.Models;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps;
using Granary.Grains.Tests.Expressions;

namespace Granary.Grains.Tests.Steps;

/// <summary>Runs one column of a compiled document for one row.</summary>
internal static class StepRuns
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    public static StepContext Context(CompiledRun run, IModelCalls? models = null) =>
        new(run.RandomSeed, new CallerContext("default", run.Band), models ?? new ScriptedModels("unused"), null, Now);

    /// <summary>Runs one column for several rows at once.</summary>
    public static ValueTask<StepOutcome> RunBatchAsync(this CompiledRun run, string column, params string[] rows)
    {
        ImmutableArray<StepInput> inputs = [.. rows.Select(static (values, row) => new StepInput(row, new Scope(values)))];
        return run.Columns.Single(c => c.Name == column).Step.RunAsync(
            inputs[0] with { Batch = inputs }, Context(run), TestContext.Current.CancellationToken);
    }

    public static ValueTask<StepOutcome> RunAsync(this CompiledRun run, string column, long row = 0, string values = "{}", IModelCalls? models = null, CancellationToken? token = null) =>
        run.Columns.Single(c => c.Name == column).Step.RunAsync(
            new StepInput(row, new Scope(values)), Context(run, models), token ?? TestContext.Current.CancellationToken);

    /// <summary>The values of a column that needs no other, as JSON texts.</summary>
    public static async Task<string[]> ValuesAsync(this CompiledRun run, string column, int rows)
    {
        var values = new string[rows];
        for (var row = 0; row < rows; row++)
        {
            var outcome = await run.RunAsync(column, row);
            Assert.Null(outcome.Failure);
            values[row] = Values.DataJson.Text(outcome.Value);
        }

        return values;
    }

    public static async Task<double[]> NumbersAsync(this CompiledRun run, string column, int rows) =>
        Array.ConvertAll(await run.ValuesAsync(column, rows), v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture));
}
