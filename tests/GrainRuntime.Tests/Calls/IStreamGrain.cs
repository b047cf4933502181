namespace Granary.GrainRuntime.Tests.Calls;

public interface IStreamGrain : IGrainWithStringKey
{
    IAsyncEnumerable<int> CountAsync(int to);

    /// <summary>Waits at the gate after each number; notes its end at the gate of the key.</summary>
    IAsyncEnumerable<int> SlowAsync(string gate, int to, CancellationToken cancellationToken);

    IAsyncEnumerable<int> FailAsync(int after);

    Task<string> HelloAsync();

    Task HoldAsync(string gate);

    /// <summary>The sum, as another grain reads it.</summary>
    Task<int> SumOfAsync(string other, int to);

    Task LeaveAsync();
}
