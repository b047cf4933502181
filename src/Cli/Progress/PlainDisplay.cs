using Granary.Cli.Server;

namespace Granary.Cli.Progress;

/// <summary>Without a terminal: a block of plain lines at the first look, at every change of state, and every 5 s.</summary>
internal sealed class PlainDisplay(TextWriter output, TimeProvider time) : IRunDisplay
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private string? _state;
    private long _shownAt;

    public void Show(RunStatus run, IReadOnlyList<AliasStatus> aliases)
    {
        if (run.State == _state && time.GetElapsedTime(_shownAt) < Every)
        {
            return;
        }

        _state = run.State;
        _shownAt = time.GetTimestamp();
        output.WriteLine(RunText.Block(run, aliases, time.GetUtcNow()));
    }
}
