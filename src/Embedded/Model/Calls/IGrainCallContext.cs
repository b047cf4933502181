using System.Reflection;

namespace Granary.Embedded;

/// <summary>A call on its way through the filters.</summary>
public interface IGrainCallContext
{
    /// <summary>The grain (incoming) or the reference (outgoing).</summary>
    object Grain { get; }

    /// <summary>The interface method.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>Name of the interface.</summary>
    string InterfaceName { get; }

    /// <summary>Name of the interface method.</summary>
    string MethodName { get; }

    /// <summary>The call.</summary>
    IInvokable Request { get; }

    /// <summary>What the call returns; set after <see cref="Invoke"/>, and may be replaced.</summary>
    object? Result { get; set; }

    /// <summary>The calling grain; null when no grain calls.</summary>
    GrainId? SourceId { get; }

    /// <summary>The called grain.</summary>
    GrainId TargetId { get; }

    /// <summary>Goes on to the next filter, or the method. Throws what the method throws.</summary>
    Task Invoke();
}
