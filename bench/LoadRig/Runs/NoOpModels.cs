using Granary.Abstractions.Models;
using Granary.Admission;

namespace Granary.LoadRig.Runs;

/// <summary>A model that answers at once, or after a fixed time under a permit of request admission, and the only alias there is.</summary>
internal sealed class NoOpModels(int cap, TimeSpan latency) : IModelCalls, IAliasDirectory
{
    public static readonly ResourceKey Key = new("none", "no-op", Domain.Chat);

    private readonly ModelAlias _writer = new("writer", "none", "simulator", "no-op", "chat", cap, Hidden: false);
    private readonly Task<ModelCallResult> _answer = Task.FromResult(
        new ModelCallResult(new ModelAnswer("ok", "stop"), null, 1, TimeSpan.Zero, new TokenUsage(8, 1, 0)));

    public long Revision => 1;

    public IReadOnlyList<ModelAlias> All => [_writer];

    public ModelAlias? Find(string name) => name == _writer.Name ? _writer : null;

    /// <summary>Where permits come from.</summary>
    public IRequestAdmission? Admission { get; set; }

    public Task<ModelCallResult> CallAsync(ModelCall call, CancellationToken cancellationToken) =>
        latency == TimeSpan.Zero ? _answer : LaterAsync(call.Caller, cancellationToken);

    public Task<RelayResult> RelayAsync(RelayCall call, IRelaySink sink, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task<ModelCallResult> LaterAsync(CallerContext caller, CancellationToken cancellationToken)
    {
        var admitted = await Admission!.AcquireAsync(new AdmissionRequest(Key, caller.Tenant, caller.Flow), cancellationToken);
        if (!admitted.Granted)
        {
            throw new InvalidOperationException($"no permit: {admitted.Denial!.Reason}");
        }

        await Task.Delay(latency, TimeProvider.System, cancellationToken);
        Admission.Release(admitted.Lease, ReleaseReport.Succeeded(latency));
        return await _answer;
    }
}
