using System.Globalization;

using Granary.Cli.Server;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace Granary.Cli.Progress;

/// <summary>On a terminal: a block that is redrawn in place.</summary>
internal sealed class LiveRunDisplay(LiveDisplayContext live, TimeProvider time) : IRunDisplay
{
    private const int BarWidth = 24;

    public void Show(RunStatus run, IReadOnlyList<AliasStatus> aliases)
    {
        live.UpdateTarget(Draw(run, aliases, time.GetUtcNow()));
        live.Refresh();
    }

    /// <summary>What is drawn; apart, so that it can be looked at without a terminal.</summary>
    public static IRenderable Draw(RunStatus run, IReadOnlyList<AliasStatus> aliases, DateTimeOffset now)
    {
        List<IRenderable> lines = [new Markup("[bold]" + Markup.Escape(RunText.Headline(run, now)) + "[/]")];
        lines.Add(Columns(run));
        foreach (var alias in aliases)
        {
            lines.Add(new Text("  " + AliasText.Line(alias), new Style(decoration: Decoration.None)));
        }

        if (run.LimitedBy is { } limit && !run.Ended)
        {
            var of = limit.Alias is null ? "" : " of " + limit.Alias;
            lines.Add(new Text(string.Create(CultureInfo.InvariantCulture, $"  waits: {limit.Share:0 %} for {limit.Layer.Replace('_', ' ')}{of}")));
        }

        return new Rows(lines);
    }

    private static Table Columns(RunStatus run)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        table.AddColumn(new TableColumn("  column"));
        table.AddColumn(new TableColumn(""));
        foreach (var heading in (string[])["done", "in flight", "deferred", "skipped", "failed", "p50"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var column in run.Columns)
        {
            table.AddRow(
                new Text("  " + column.Name),
                Bar(column, run.Rows.Asked),
                Number(column.Done),
                Number(column.InFlight),
                Number(column.Deferred),
                Number(column.Skipped),
                Number(column.Failed),
                new Text(column.P50Ms > 0 ? string.Create(CultureInfo.InvariantCulture, $"{column.P50Ms:0} ms") : ""));
        }

        return table;
    }

    private static Markup Bar(RunStatusColumn column, long rows)
    {
        var full = rows == 0 ? 0 : (int)Math.Min(BarWidth, BarWidth * (column.Done + column.Skipped + column.Failed) / rows);
        return new Markup($"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/]");
    }

    private static Text Number(long value) => new(value == 0 ? "" : value.ToString("N0", CultureInfo.InvariantCulture));
}
