namespace Granary.Executors.Tests.Handlers;

/// <summary>Registers a name that is taken.</summary>
internal sealed class TwinModule : IExecutorModule
{
    public void Register(IExecutorHandlers handlers) => handlers.Add<int, int>("echo", static (value, _) => value);
}
