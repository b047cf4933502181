using Granary.Abstractions.Runs;
using Granary.Scheduling.Events;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>What a decision of <see cref="RunCore"/> asks its grain to do. <see cref="Rise"/> comes before <see cref="Persist"/>, everything else after it.</summary>
internal abstract record RunEffect
{
    private RunEffect()
    {
    }

    /// <summary>Write the state down; until then nothing may be answered.</summary>
    public sealed record Persist : RunEffect
    {
        public static readonly Persist Now = new();
    }

    /// <summary>The run becomes active: it must be found after a restart.</summary>
    public sealed record Rise : RunEffect
    {
        public static readonly Rise Now = new();
    }

    /// <summary>The run is at rest: nothing of it needs waking any more.</summary>
    public sealed record Rest : RunEffect
    {
        public static readonly Rest Now = new();
    }

    /// <summary>Try every alias once, then tell <see cref="RunCore.PreflightEnded"/>.</summary>
    public sealed record Preflight : RunEffect
    {
        public static readonly Preflight Now = new();
    }

    /// <summary>Put the artifact together, then tell <see cref="RunCore.Assembled"/>.</summary>
    public sealed record Assemble : RunEffect
    {
        public static readonly Assemble Now = new();
    }

    /// <summary>Rewrite the manifest.</summary>
    public sealed record WriteManifest : RunEffect
    {
        public static readonly WriteManifest Now = new();
    }

    /// <summary>Open a row group, or tell an open one where the run stands.</summary>
    public sealed record Open(long Group, RowGroupOrder Order) : RunEffect;

    /// <summary>Tell an open row group what to do.</summary>
    public sealed record Tell(long Group, RowGroupOrder Order) : RunEffect;

    /// <summary>Say something in the scheduler stream.</summary>
    public sealed record Announce(SchedulerEventKind Kind, string? Reason, params (string Name, object? Value)[] Diagnostics) : RunEffect;

    /// <summary>Show a live event.</summary>
    public sealed record Show(string Kind, object Data) : RunEffect;
}
