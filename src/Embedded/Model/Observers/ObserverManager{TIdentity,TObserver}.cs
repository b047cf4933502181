using System.Collections;
using Microsoft.Extensions.Logging;

namespace Granary.Embedded;

/// <summary>
/// Observers of a grain. One that is not subscribed again within the expiration, or whose notification throws, is dropped. For use in turns of
/// one grain; it may change while it is enumerated or notifies.
/// </summary>
public class ObserverManager<TIdentity, TObserver> : IEnumerable<TObserver>
    where TIdentity : notnull
{
    private readonly ILogger _log;
    private Dictionary<TIdentity, (TObserver Observer, DateTime Seen)> _observers = [];

    /// <summary>Makes one; observers expire when not renewed within that time.</summary>
    public ObserverManager(TimeSpan expiration, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        ExpirationDuration = expiration;
        _log = log;
        GetDateTime = static () => TimeProvider.System.GetUtcNow().UtcDateTime;
    }

    /// <summary>The clock; give it the injected one.</summary>
    public Func<DateTime> GetDateTime { get; set; }

    /// <summary>How long an observer stays without being renewed.</summary>
    public TimeSpan ExpirationDuration { get; set; }

    /// <summary>Number of observers, expired ones included until they are noticed.</summary>
    public int Count => _observers.Count;

    /// <summary>A copy.</summary>
    public IReadOnlyDictionary<TIdentity, TObserver> Observers => _observers.ToDictionary(o => o.Key, o => o.Value.Observer);

    /// <summary>Adds or renews.</summary>
    public void Subscribe(TIdentity id, TObserver observer) =>
        _observers = new Dictionary<TIdentity, (TObserver, DateTime)>(_observers) { [id] = (observer, GetDateTime()) };

    /// <summary>Removes.</summary>
    public void Unsubscribe(TIdentity id) => Remove([id]);

    /// <summary>Removes all.</summary>
    public void Clear() => _observers = [];

    /// <summary>Removes those that expired.</summary>
    public void ClearExpired() => Remove([.. Expired()]);

    /// <summary>Notifies those that the predicate lets pass, one after another.</summary>
    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var gone = Expired();
        foreach (var (id, entry) in _observers)
        {
            if (gone.Contains(id) || (predicate is not null && !predicate(entry.Observer)))
            {
                continue;
            }

            try
            {
                notification(entry.Observer);
            }
            catch (Exception error)
            {
                Defunct(gone, id, error);
            }
        }

        Remove([.. gone]);
    }

    /// <inheritdoc cref="Notify(Action{TObserver}, Func{TObserver, bool}?)"/>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var gone = Expired();
        foreach (var (id, entry) in _observers)
        {
            if (gone.Contains(id) || (predicate is not null && !predicate(entry.Observer)))
            {
                continue;
            }

            try
            {
                await notification(entry.Observer);
            }
            catch (Exception error)
            {
                Defunct(gone, id, error);
            }
        }

        Remove([.. gone]);
    }

    /// <inheritdoc/>
    public IEnumerator<TObserver> GetEnumerator() => _observers.Values.Select(o => o.Observer).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private HashSet<TIdentity> Expired()
    {
        var now = GetDateTime();
        return [.. _observers.Where(o => o.Value.Seen + ExpirationDuration < now).Select(o => o.Key)];
    }

    private void Defunct(HashSet<TIdentity> gone, TIdentity id, Exception error)
    {
        ObserverLog.Dropped(_log, id.ToString(), error);
        gone.Add(id);
    }

    private void Remove(IReadOnlyCollection<TIdentity> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        // A copy, so that an enumeration or notification under way goes on over what it started with.
        var rest = new Dictionary<TIdentity, (TObserver, DateTime)>(_observers);
        foreach (var id in ids)
        {
            rest.Remove(id);
        }

        _observers = rest;
    }
}
