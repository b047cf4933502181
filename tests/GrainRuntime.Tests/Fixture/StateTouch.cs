#if !GRAIN_RUNTIME_ORLEANS
using Granary.Embedded.Runtime;

namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>Writes a state as somebody else would.</summary>
internal static class StateTouch
{
    public static async Task TouchAsync(IStateBackend state, IAddressable grain, string stateName)
    {
        var key = $"{stateName.Length}:{stateName}:{grain.GetGrainId()}";
        var record = await state.ReadAsync("Default", key, CancellationToken.None);
        await state.WriteAsync("Default", key, record!.Value, record.ETag, CancellationToken.None);
    }
}
#endif
