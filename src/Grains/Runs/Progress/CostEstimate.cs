using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Lifecycle;

namespace Granary.Grains.Runs.Progress;

/// <summary>What a run costs by its prices. Pure.</summary>
internal static class CostEstimate
{
    private const decimal PerMillion = 1_000_000;
    private const long MinCells = 20;
    private const int Digits = 6;

    /// <summary>The cost; null when no alias of the run has a price, or they are priced in several currencies.</summary>
    public static RunCost? Of(RunShape shape, RowGroupTotals totals, long rows)
    {
        string[] currencies = [.. shape.Prices.Values.Select(static price => price.Currency).Distinct(StringComparer.Ordinal)];
        if (currencies is not [var currency])
        {
            return null;
        }

        var (amount, expected, known) = (0m, 0m, true);
        for (var i = 0; i < shape.Columns.Length; i++)
        {
            if (Column(shape, i, totals.Columns[i]) is not { } spent)
            {
                continue;
            }

            amount += spent;
            var column = totals.Columns[i];
            var behind = column.Done + column.Skipped + column.Failed;
            known &= behind >= Math.Min(MinCells, rows);
            expected += behind == 0 ? 0 : spent * rows / behind;
        }

        return new RunCost(Math.Round(amount, Digits), known ? Math.Round(Math.Max(amount, expected), Digits) : null, currency);
    }

    /// <summary>What one column cost so far; null without a price.</summary>
    public static decimal? Column(RunShape shape, int column, RowGroupColumnTotals totals) =>
        shape.Columns[column].Alias is { } alias && shape.Prices.TryGetValue(alias, out var price)
            ? Math.Round(((totals.Usage.InputTokens * price.Input) + (totals.Usage.OutputTokens * price.Output)) / PerMillion, Digits)
            : null;
}
