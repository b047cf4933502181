namespace Granary.Grains.Runs.Lifecycle;

/// <summary>What can move a run from one state to another.</summary>
internal enum RunCommand
{
    /// <summary>It is stored; the aliases are tried first.</summary>
    Begin,

    /// <summary>It is stored and goes straight to its rows.</summary>
    BeginWithoutPreflight,

    /// <summary>Every alias answered.</summary>
    PreflightPassed,

    /// <summary>Somebody, or a limit, wants it to stop for now.</summary>
    Pause,

    /// <summary>Nothing is in flight any more.</summary>
    Drained,

    /// <summary>Go on with what is not finished.</summary>
    Resume,

    /// <summary>Go on, but try the aliases first, as that was never done.</summary>
    ResumeWithPreflight,

    /// <summary>End it.</summary>
    Cancel,

    /// <summary>Every row group is sealed.</summary>
    GroupsDone,

    /// <summary>The artifact is whole.</summary>
    Assembled,

    /// <summary>It cannot go on.</summary>
    Fail,
}
