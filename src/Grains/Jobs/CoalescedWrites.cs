namespace Granary.Grains.Jobs;

/// <summary>
/// Writes of one reentrant grain: one at a time, and changes made while one is under way go together with the next. Used on the grain's scheduler.
/// </summary>
/// <param name="write">Writes everything as it is when it is called.</param>
internal sealed class CoalescedWrites(Func<Task> write)
{
    private Task _running = Task.CompletedTask;
    private Task? _next;

    /// <summary>Completes when everything changed up to now is durable; fails when that write failed.</summary>
    public Task SaveAsync() => _next ??= NextAsync(_running);

    private async Task NextAsync(Task before)
    {
        // Also lets the caller note this task before it runs.
        await Task.Yield();
        await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        _running = _next!;
        _next = null;
        await write();
    }
}
