using System.Globalization;

using Granary.Cli.Server;

namespace Granary.Cli.Progress;

/// <summary>What is worth knowing when a run has ended: where the result is, its first rows, what it cost, which limit was found.</summary>
internal static class RunEnding
{
    private const int RowsShown = 3;
    private const int RowWidth = 300;

    public static async Task WriteAsync(GranaryClient client, RunStatus run, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var output = environment.Out;
        await output.WriteLineAsync(RunText.Headline(run, environment.Time.GetUtcNow()));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  took      {RunText.Span(run.Since - run.CreatedAt)}, {run.Cells.Done:N0} cells done, {run.Cells.Skipped:N0} skipped, {run.Cells.Failed:N0} failed"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  usage     {run.Usage.Calls:N0} calls, {run.Usage.InputTokens:N0} tokens in, {run.Usage.OutputTokens:N0} tokens out"));
        if (run.Cost is { } cost)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  cost      {cost.Amount:0.######} {cost.Currency}"));
        }

        foreach (var name in run.Aliases)
        {
            var alias = await client.AliasAsync(name, cancellationToken);
            if (alias.State is { } state)
            {
                var found = state.RateLimited > 0
                    ? $"limit {state.Limit} found below cap {state.Cap}, {state.RateLimited} rate limits on the way"
                    : $"limit {state.Limit} of cap {state.Cap}, no rate limit met";
                await output.WriteLineAsync($"  limit     {name}: {found}");
            }
        }

        foreach (var (kind, count) in run.Failures)
        {
            await output.WriteLineAsync($"  failures  {kind}: {count}");
        }

        if (run.Artifact is null)
        {
            return;
        }

        await output.WriteLineAsync($"  artifact  {run.Artifact}");
        var (rows, _) = await client.DownloadTextAsync($"v1/runs/{run.Id}/results?rows=0-{RowsShown - 1}", cancellationToken);
        foreach (var line in rows.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await output.WriteLineAsync("  " + (line.Length <= RowWidth ? line : line[..RowWidth] + "…"));
        }
    }
}
