namespace Granary.GrainRuntime.Tests.Lifecycle;

/// <summary>Cannot be activated until the gate of its key has been visited twice.</summary>
public sealed class FragileGrain : Grain, IFragileGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var gate = Gate.Of(this.GetPrimaryKeyString());
        gate.Note("tries");
        return gate.Count <= 2 ? throw new InvalidOperationException($"Attempt {gate.Count} fails.") : Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Gate.Of(this.GetPrimaryKeyString()).Note("was never active");
        return Task.CompletedTask;
    }

    public Task<string> HelloAsync() => Task.FromResult("hello");
}
