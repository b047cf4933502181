namespace Granary.SocketLoops.Transport;

/// <summary>
/// Whether an endpoint's new connections run inline. Three stalls within 60 s take the permission away for good: the handlers are not what was promised.
/// </summary>
internal sealed class InlinePermission(bool granted, TimeProvider time, Action withdrawn)
{
    private const int Most = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    private readonly Queue<long> _stalls = new();
    private bool _granted = granted;

    public bool IsGranted => Volatile.Read(ref _granted);

    public void Stalled()
    {
        lock (_stalls)
        {
            if (!_granted)
            {
                return;
            }

            var now = time.GetTimestamp();
            _stalls.Enqueue(now);
            while (time.GetElapsedTime(_stalls.Peek(), now) > Window)
            {
                _stalls.Dequeue();
            }

            if (_stalls.Count < Most)
            {
                return;
            }

            _granted = false;
        }

        withdrawn();
    }
}
