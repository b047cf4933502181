using Granary.SocketLoops.Kernels;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>
/// What every backend must do. A backend of your own proves itself by a class that inherits from the suites here and names it.
/// </summary>
public abstract class LoopBackendSuite
{
    /// <summary>Name for <c>Loops:Backend</c>.</summary>
    public abstract string Backend { get; }

    /// <summary>Why it cannot run here; null if it can.</summary>
    public virtual string? Missing => null;

    /// <summary>The half-open connections of the stock transport end when either side ends.</summary>
    public virtual bool KeepsHalfOpen => true;

    /// <summary>Registers the backend, if Granary does not bring it.</summary>
    public virtual void Register(IServiceCollection services)
    {
    }

    public static TheoryData<bool, int> Places => new() { { false, 1 }, { false, 4 }, { true, 1 }, { true, 4 } };

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected void SkipIfMissing() => Assert.SkipUnless(Missing is null, Missing ?? string.Empty);
}
