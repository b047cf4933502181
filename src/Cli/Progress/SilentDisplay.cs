using Granary.Cli.Server;

namespace Granary.Cli.Progress;

/// <summary>Shows nothing: <c>--quiet</c> and <c>--json</c>.</summary>
internal sealed class SilentDisplay : IRunDisplay
{
    public void Show(RunStatus run, IReadOnlyList<AliasStatus> aliases)
    {
    }
}
