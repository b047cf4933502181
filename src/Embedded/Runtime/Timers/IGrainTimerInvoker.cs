namespace Granary.Embedded.Runtime;

/// <summary>What call filters see of a timer tick.</summary>
internal interface IGrainTimerInvoker : IAddressable
{
    Task InvokeCallbackAsync();
}
