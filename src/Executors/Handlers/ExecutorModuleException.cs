namespace Granary.Executors;

/// <summary>A plug-in assembly or module that cannot be used. Stops the start of the process, or of the worker.</summary>
public sealed class ExecutorModuleException : Exception
{
    /// <summary>What is wrong, in a sentence that names assembly, module or handler.</summary>
    public ExecutorModuleException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
