namespace Granary.Embedded.Runtime;

/// <summary>
/// The streams that others read from one activation; used in its turns only. A stream whose reader has not asked for one to two response time-outs is
/// dropped, by a timer that runs only while there are streams.
/// </summary>
internal sealed class GrainStreams(Activation activation) : IAsyncDisposable
{
    private readonly Dictionary<Guid, IOpenStream> _open = [];
    private IGrainTimer? _cleanup;

    /// <summary>Serves one step of a reader.</summary>
    public async ValueTask<StreamPage<T>> StepAsync<T>(StreamStep<T> step, object target, CancellationToken token)
    {
        OpenStream<T>? stream;
        if (step.Start is { } start)
        {
            stream = new OpenStream<T>(start, target, activation.Silo);
            _open.Add(step.Reader, stream);
            var period = activation.Silo.Cluster.Options.ResponseTimeout;
            _cleanup ??= GrainTimer.Register(activation, RemoveForgottenAsync, new GrainTimerCreationOptions(period, period) { Interleave = true });
        }
        else
        {
            stream = _open.GetValueOrDefault(step.Reader) as OpenStream<T>;
        }

        if (stream is null)
        {
            return new StreamPage<T>(StreamPageKind.Unknown, []);
        }

        if (step.Done)
        {
            await RemoveAsync(step.Reader);
            return new StreamPage<T>(StreamPageKind.End, []);
        }

        var page = await stream.NextAsync(token);
        if (page.Kind is not (StreamPageKind.Elements or StreamPageKind.Heartbeat))
        {
            await RemoveAsync(step.Reader);
        }

        return page;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _open.Keys.ToArray())
        {
            await RemoveAsync(reader);
        }
    }

    private async Task RemoveForgottenAsync(CancellationToken token)
    {
        foreach (var (reader, stream) in _open.ToArray())
        {
            if (stream.IsForgotten())
            {
                await RemoveAsync(reader);
            }
        }
    }

    private async ValueTask RemoveAsync(Guid reader)
    {
        if (_open.Remove(reader, out var stream))
        {
            if (_open.Count == 0)
            {
                _cleanup?.Dispose();
                _cleanup = null;
            }

            await stream.DisposeAsync();
        }
    }
}
