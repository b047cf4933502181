using Granary.Cli.Server;

namespace Granary.Cli.Progress;

/// <summary>Shows a run while it goes on. Used by one caller at a time.</summary>
internal interface IRunDisplay
{
    /// <summary>The newest state.</summary>
    void Show(RunStatus run, IReadOnlyList<AliasStatus> aliases);
}
