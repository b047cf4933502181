namespace Granary.Executors;

/// <summary>
/// Registers handlers by name. A plug-in assembly names its modules by <see cref="ExecutorModuleAttribute"/>; an application adds its own by
/// <see cref="ExecutorsHosting.AddExecutorModule{TModule}"/>. Made once per process with its parameterless constructor.
/// </summary>
public interface IExecutorModule
{
    /// <summary>Adds the handlers. Called once, before any task.</summary>
    void Register(IExecutorHandlers handlers);
}
