namespace Granary.GrainRuntime.Tests.Lifecycle;

public sealed class LifeGrain(ILocalSiloDetails silo, IGrainFactory factory) : Grain, ILifeGrain
{
    private readonly bool _injected = factory is not null && silo is not null;
    private int _count;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Assert.True(_injected);
        Note("activates");
        return base.OnActivateAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Note($"deactivates: {reason.ReasonCode}");
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    public Task<int> CountAsync()
    {
        Note("counts");
        return Task.FromResult(++_count);
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        Note("leaves");
        return Task.CompletedTask;
    }

    public async Task HoldAsync(string gate)
    {
        DeactivateOnIdle();
        await Gate.Of(gate).PassAsync();
        Note("held");
    }

    public Task<string> SiloAsync() => Task.FromResult(silo.Name);

    private void Note(string what) => Gate.Of(this.GetPrimaryKeyString()).Note(what);
}
