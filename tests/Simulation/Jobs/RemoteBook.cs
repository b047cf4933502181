namespace Granary.Simulation.Jobs;

/// <summary>Where tasks of a remote pool ran. Used on one thread.</summary>
internal sealed class RemoteBook(int seconds)
{
    /// <summary>How long each takes.</summary>
    public int Seconds => seconds;

    /// <summary>Silos on which one began, in order.</summary>
    public List<string> Began { get; } = [];

    /// <summary>Silos on which one was cancelled, in order.</summary>
    public List<string> Cancelled { get; } = [];
}
