namespace Granary.Abstractions.Jobs;

/// <summary>How an attempt ended.</summary>
[GenerateSerializer, Alias("granary.JobEndKind")]
public enum JobEndKind
{
    /// <summary>With a result.</summary>
    Succeeded,

    /// <summary>The handler failed, or the call can never succeed.</summary>
    Failed,

    /// <summary>What ran it went away; whether it did its work is not known.</summary>
    Lost,

    /// <summary>Given back by a silo that stops; it does not count.</summary>
    Released,
}
