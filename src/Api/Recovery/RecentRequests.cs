using Granary.Journal.Requests;

namespace Granary.Api.Recovery;

/// <summary>
/// Requests whose live run was answered: nothing of them is left in the journal, but for a while somebody may ask how they ended. The newest 10,000,
/// in memory. Thread-safe.
/// </summary>
internal sealed class RecentRequests
{
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredRequest> _byId = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public void Add(StoredRequest request)
    {
        lock (_gate)
        {
            if (_byId.TryAdd(request.Header.Id, request))
            {
                _order.Enqueue(request.Header.Id);
            }

            if (_order.Count > Most)
            {
                _byId.Remove(_order.Dequeue());
            }
        }
    }

    public StoredRequest? Find(string id)
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(id);
        }
    }
}
