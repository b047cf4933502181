namespace Granary.Abstractions.Executors;

/// <summary>
/// The pools of one life of one silo; the key is <see cref="ExecutorSilo.Key"/>. It is placed on that silo by being called from there first; anywhere
/// else it knows nothing, which is how a caller learns that the silo is gone.
/// </summary>
[Alias("granary.IExecutorSiloGrain")]
public interface IExecutorSiloGrain : IGrainWithStringKey
{
    /// <summary>Whether it runs where its key says.</summary>
    [Alias("here")]
    Task<bool> IsHereAsync();

    /// <summary>Starts a task; one that was started already is not started again.</summary>
    [Alias("start"), ResponseTimeout("00:00:10")]
    Task<RemoteTaskReply> StartAsync(RemoteTask task);

    /// <summary>
    /// How the task is, as soon as its version is above <paramref name="version"/>, at the latest after <paramref name="wait"/> (at most 10 s). Whoever
    /// does not ask for 30 s has left: the task is cancelled. A lost answer is noticed well before that.
    /// </summary>
    [Alias("await"), ResponseTimeout("00:00:15")]
    Task<RemoteTaskReply> AwaitAsync(Guid task, long version, TimeSpan wait);

    /// <summary>Nobody wants the task any more.</summary>
    [Alias("cancel")]
    Task CancelAsync(Guid task);
}
