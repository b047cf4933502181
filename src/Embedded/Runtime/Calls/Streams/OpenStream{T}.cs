namespace Granary.Embedded.Runtime;

/// <summary>The grain's side of a stream: its enumerator, and the element it is making. In turns of the grain.</summary>
internal sealed class OpenStream<T> : IOpenStream
{
    private readonly CancellationTokenSource _token = new();
    private readonly IAsyncEnumerator<T> _elements;
    private readonly int _batchSize;
    private readonly Silo _silo;
    private Task<bool>? _moving;
    private bool _asked;
    private bool _disposed;

    public OpenStream(GrainStream<T> stream, object target, Silo silo)
    {
        _silo = silo;
        _batchSize = stream.BatchSize;
        _elements = stream.Open(target, _token.Token);
    }

    public bool IsForgotten()
    {
        var forgotten = !_asked;
        _asked = false;
        return forgotten;
    }

    /// <summary>
    /// What is there at once, up to the batch size; else the next element, or a heartbeat after half the response time-out, so that the reader's call
    /// does not time out.
    /// </summary>
    public async ValueTask<StreamPage<T>> NextAsync(CancellationToken readers)
    {
        _asked = true;
        var page = new List<T>();
        try
        {
            using var stop = readers.UnsafeRegister(static token => ((CancellationTokenSource)token!).Cancel(), _token);
            while (_moving is null && page.Count < _batchSize)
            {
                var moving = _elements.MoveNextAsync();
                if (!moving.IsCompletedSuccessfully)
                {
                    _moving = moving.AsTask();
                }
                else if (!moving.Result)
                {
                    return new StreamPage<T>(StreamPageKind.End, page);
                }
                else
                {
                    page.Add(_elements.Current);
                }
            }

            if (page.Count > 0)
            {
                return new StreamPage<T>(StreamPageKind.Elements, page);
            }

            return await AwaitElementAsync();
        }
        catch (OperationCanceledException) when (_token.IsCancellationRequested)
        {
            return new StreamPage<T>(StreamPageKind.Cancelled, []);
        }
        catch (Exception error)
        {
            return new StreamPage<T>(StreamPageKind.Failed, [], error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;

        // Callbacks of the token belong into this turn.
        _token.Cancel();
        if (_moving is not null)
        {
            await ((Task)_moving).WaitAsync(_silo.Cluster.Options.DeactivationTimeout, _silo.Time)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            if (!_moving.IsCompleted)
            {
                // It ignores its token; an enumerator must not be disposed while it moves.
                return;
            }
        }

        await _elements.DisposeAsync();
        _token.Dispose();
    }

    private async ValueTask<StreamPage<T>> AwaitElementAsync()
    {
        var moving = _moving!;
        var patience = _silo.Cluster.Options.ResponseTimeout / 2;
        try
        {
            await moving.WaitAsync(patience, _silo.Time, _token.Token);
        }
        catch (TimeoutException) when (!moving.IsCompleted)
        {
            _asked = true;
            return new StreamPage<T>(StreamPageKind.Heartbeat, []);
        }

        _moving = null;
        return await moving
            ? new StreamPage<T>(StreamPageKind.Elements, [_elements.Current])
            : new StreamPage<T>(StreamPageKind.End, []);
    }
}
