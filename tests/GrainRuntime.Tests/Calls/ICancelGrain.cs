namespace Granary.GrainRuntime.Tests.Calls;

public interface ICancelGrain : IGrainWithStringKey
{
    /// <summary>Waits at the gate, or until it is cancelled; notes what happened at the gate of the key.</summary>
    Task WaitAsync(string gate, CancellationToken cancellationToken);

    Task<bool> SeesTokenAsync(CancellationToken cancellationToken);

    Task<string> PassOnAsync(string other, string gate, CancellationToken cancellationToken);

    Task ThrowCancelledAsync();

    Task HoldAsync(string gate);
}
