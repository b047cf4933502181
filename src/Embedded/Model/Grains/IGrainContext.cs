namespace Granary.Embedded;

/// <summary>One activation of a grain. Thread-safe.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    /// <summary>Identity of the grain.</summary>
    GrainId GrainId { get; }

    /// <summary>The object; null before it is made.</summary>
    object? GrainInstance { get; }

    /// <summary>Services with the lifetime of the activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>
    /// No further call starts; once those that run have finished, the activation ends. Calls that wait go to the next activation. Does not wait.
    /// </summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
