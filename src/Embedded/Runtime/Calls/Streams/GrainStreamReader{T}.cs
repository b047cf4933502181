using System.Runtime.ExceptionServices;

namespace Granary.Embedded.Runtime;

/// <summary>Reads a stream page by page. For one reader at a time, like every enumerator.</summary>
internal sealed class GrainStreamReader<T> : IAsyncEnumerator<T>
{
    private readonly GrainStream<T> _stream;
    private readonly GrainProxy _proxy;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _token;
    private readonly Guid _id = Guid.NewGuid();
    private IReadOnlyList<T> _page = [];
    private int _index = -1;
    private bool _started;
    private bool _ended;

    public GrainStreamReader(GrainStream<T> stream, GrainProxy proxy, CancellationToken own, CancellationToken readers)
    {
        _stream = stream;
        _proxy = proxy;
        if (own.CanBeCanceled && readers.CanBeCanceled && own != readers)
        {
            _linked = CancellationTokenSource.CreateLinkedTokenSource(own, readers);
            _token = _linked.Token;
        }
        else
        {
            _token = own.CanBeCanceled ? own : readers;
        }
    }

    public T Current => _page[_index];

    public async ValueTask<bool> MoveNextAsync()
    {
        if (++_index < _page.Count)
        {
            return true;
        }

        while (!_ended)
        {
            _token.ThrowIfCancellationRequested();
            var step = new StreamStep<T>(_id, _started ? null : _stream, Done: false);
            _started = true;
            var page = await _stream.Method.Step.SendAsync(_proxy, step, _token);
            _ended = page.Kind is not (StreamPageKind.Elements or StreamPageKind.Heartbeat);
            switch (page.Kind)
            {
                case StreamPageKind.Failed:
                    ExceptionDispatchInfo.Throw(page.Error!);
                    break;
                case StreamPageKind.Cancelled:
                    throw new OperationCanceledException(_token);
                case StreamPageKind.Unknown:
                    throw new EnumerationAbortedException(
                        "Enumeration aborted: the grain does not know it (any more). It was deactivated in between, or nobody asked for too long.");
            }

            (_page, _index) = (page.Elements, 0);
            if (_page.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_started && !_ended)
        {
            _ended = true;
            try
            {
                await _stream.Method.Step.SendAsync(_proxy, new StreamStep<T>(_id, null, Done: true), CancellationToken.None);
            }
            catch (Exception error)
            {
                CallLog.StreamNotClosed(_proxy.Origin.Log, _proxy.GrainId, error);
            }
        }

        _linked?.Dispose();
    }
}
