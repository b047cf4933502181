namespace Granary.GrainRuntime.Tests.Turns;

public interface IChainGrain : IGrainWithStringKey
{
    /// <summary>Calls the other, which calls back; may the call come in?</summary>
    Task<string> CallAndBackAsync(string other, bool allow);

    Task<string> CallBackAsync(string caller);

    Task<string> EchoAsync(string text);

    /// <summary>Allows, then takes it back before it calls.</summary>
    Task<string> AllowedOnlyBeforeAsync(string other);

    /// <summary>Calls itself.</summary>
    Task<string> CallSelfAsync();
}
