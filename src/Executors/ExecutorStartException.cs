namespace Granary.Executors;

/// <summary>A pool cannot be started as it is configured; the message names the setting and what was tried.</summary>
public sealed class ExecutorStartException : Exception
{
    /// <summary>What is wrong.</summary>
    public ExecutorStartException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
