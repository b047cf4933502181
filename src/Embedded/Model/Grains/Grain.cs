using Granary.Embedded.Runtime;

namespace Granary.Embedded;

/// <summary>
/// Base of grain classes. One activation runs one turn at a time; awaits come back to it. Members are for use in turns of the grain.
/// </summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly Activation _activation;

    /// <summary>Made by the runtime.</summary>
    /// <exception cref="InvalidOperationException">Somebody else makes it.</exception>
    protected Grain() => _activation = RuntimeContext.Activation
        ?? throw new InvalidOperationException("A grain is made by the runtime only: call it through IGrainFactory.GetGrain.");

    /// <summary>The activation.</summary>
    public IGrainContext GrainContext => _activation;

    /// <summary>Type and key.</summary>
    public string IdentityString => _activation.GrainId.ToString();

    /// <summary>The silo.</summary>
    public string RuntimeIdentity => _activation.Silo.Details.SiloAddress.ToString();

    /// <summary>References to other grains.</summary>
    protected IGrainFactory GrainFactory => _activation.Silo.GrainFactory;

    /// <summary>Services with the lifetime of the activation.</summary>
    protected internal IServiceProvider ServiceProvider => _activation.ActivationServices;

#pragma warning disable CA1725 // The names of the parameters are those of Orleans.
    /// <inheritdoc/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
#pragma warning restore CA1725

    /// <summary>Ends the activation when the calls that run have finished; the next call makes a new one.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Not collected for being idle for that long from now; zero or less takes it back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => _activation.DelayDeactivation(timeSpan);
}
