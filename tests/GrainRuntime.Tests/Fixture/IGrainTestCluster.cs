namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>A cluster of one test.</summary>
public interface IGrainTestCluster : IAsyncDisposable
{
    /// <summary>A client outside of silos.</summary>
    IGrainFactory Grains { get; }

    /// <summary>The clock of the cluster.</summary>
    TimeProvider Time { get; }

    /// <summary>Runs the body of the test where it may await grains.</summary>
    Task RunAsync(Func<Task> body);

    /// <summary>Stops all silos in order and starts them again; what is stored stays.</summary>
    Task RestartAsync();

    /// <summary>Writes the state as somebody else would: same value, new version.</summary>
    Task TouchStateAsync(IAddressable grain, string stateName);
}
