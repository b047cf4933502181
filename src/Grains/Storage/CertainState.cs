namespace Granary.Grains.Storage;

/// <summary>
/// Writes of grain state that leave nobody in doubt: after a failed one it is not known what is stored, so the activation ends and the next one
/// reads it. The failure goes on to the caller.
/// </summary>
internal static class CertainState
{
    public static async Task WriteOrLeaveAsync<TState>(this IPersistentState<TState> state, IGrainBase grain)
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            grain.DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>For state that is needed no more, and a grain without it neither.</summary>
    public static async Task ClearAndLeaveAsync<TState>(this IPersistentState<TState> state, IGrainBase grain)
    {
        try
        {
            await state.ClearStateAsync();
        }
        finally
        {
            grain.DeactivateOnIdle();
        }
    }
}
