using System.Globalization;
using System.Text;

using Granary.Cli.Server;

namespace Granary.Cli.Progress;

/// <summary>A run as plain text: one line, or a block with columns, aliases and waits.</summary>
internal static class RunText
{
    private const int BarWidth = 20;

    public static string Headline(RunStatus run, DateTimeOffset now)
    {
        var state = run.Outcome is null or "complete" ? run.State : $"{run.State} ({run.Outcome})";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{run.Id}  {run.Name}  {state}  {run.Rows.Sealed:N0} / {run.Rows.Asked:N0} rows");
        if (run.Rows.Dropped > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" ({run.Rows.Dropped:N0} dropped)");
        }

        if (!run.Ended)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {run.Rate.CellsPerSecond:0.0} cells/s");
            if (run.Eta is { At: { } at })
            {
                text.Append("  ETA ").Append(Span(at - now));
            }
        }

        if (run.Reason is { } reason)
        {
            text.Append("  ").Append(reason);
        }

        return text.ToString();
    }

    public static string Block(RunStatus run, IReadOnlyList<AliasStatus> aliases, DateTimeOffset now)
    {
        var text = new StringBuilder(Headline(run, now));
        var width = run.Columns.Count == 0 ? 0 : run.Columns.Max(static column => column.Name.Length);
        foreach (var column in run.Columns)
        {
            text.AppendLine().Append("  ").Append(column.Name.PadRight(width)).Append("  ").Append(Bar(column, run.Rows.Asked));
            text.Append(CultureInfo.InvariantCulture, $" {column.Done + column.Skipped,9:N0}");
            Count(text, column.InFlight, "in flight");
            Count(text, column.Deferred, "deferred");
            Count(text, column.Skipped, "skipped");
            Count(text, column.Failed, "failed");
            if (column.P50Ms > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"  p50 {column.P50Ms:0} ms");
            }
        }

        foreach (var alias in aliases)
        {
            text.AppendLine().Append("  ").Append(AliasText.Line(alias));
        }

        if (run.LimitedBy is { } limit && !run.Ended)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  waits    {limit.Share:0 %} for {limit.Layer.Replace('_', ' ')}");
            text.Append(limit.Alias is null ? "" : $" of {limit.Alias}");
        }

        if (run.Deadline is { } deadline && !run.Ended)
        {
            var left = deadline.At > now ? $"in {Span(deadline.At - now)}" : "passed";
            var verdict = deadline.InTime switch { true => "should be kept", false => "will be missed at this rate", _ => "nobody can tell yet" };
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  deadline {left}: {verdict} ({deadline.Basis})");
        }

        foreach (var warning in run.Warnings ?? [])
        {
            text.AppendLine().Append("  warning  ").Append(warning);
        }

        return text.ToString();
    }

    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "now",
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes:00} min"),
    };

    private static string Bar(RunStatusColumn column, long rows)
    {
        var full = rows == 0 ? 0 : (int)Math.Min(BarWidth, BarWidth * (column.Done + column.Skipped + column.Failed) / rows);
        return $"[{new string('#', full)}{new string('-', BarWidth - full)}]";
    }

    private static void Count(StringBuilder text, long number, string what)
    {
        if (number > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {number:N0} {what}");
        }
    }
}
