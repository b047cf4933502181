namespace Granary.Api.Executors;

/// <summary>A handler route that cannot work as it is configured; it stops the start. The message names route and cause.</summary>
public sealed class HandlerRouteException : InvalidOperationException
{
    /// <summary>What is wrong, in a sentence.</summary>
    public HandlerRouteException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
