using Granary.Abstractions.Runs;

namespace Granary.Api.Health;

/// <summary>A grain answers, so runs and capacity ledgers can be reached and their storage read.</summary>
internal sealed class GrainsReachableCheck(IGrainFactory grains, TimeProvider time) : IReadinessCheck
{
    private const string Name = "grains";

    public async ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IRunDirectoryGrain>("default").OwnsAsync("r_0").WaitAsync(TimeSpan.FromSeconds(1), time, cancellationToken);
            return new ReadinessResult(Name, "ok");
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new ReadinessResult(Name, $"no grain answered within 1 s ({exception.GetType().Name})");
        }
    }
}
