namespace Granary.Grains.Runs.Progress;

/// <summary>What a run surely wants of one endpoint, and what that gives at present.</summary>
/// <param name="Alias">An alias of it, for messages.</param>
/// <param name="Calls">Calls that no condition leaves out.</param>
/// <param name="Places">Calls that may be in flight at once.</param>
/// <param name="ServiceTime">Median time of a call of late; null: nobody called it.</param>
/// <param name="Blocked">Rest of a block.</param>
internal readonly record struct EndpointWork(string Alias, long Calls, int Places, TimeSpan? ServiceTime, TimeSpan Blocked);
