using System.Collections.Concurrent;
using System.Collections.Immutable;
using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Events;
using Granary.Admission.Explanations;
using Granary.Admission.Protocol;
using Granary.Admission.Signals;
using Granary.Grains.Capacity.Events;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Capacity;

/// <summary>
/// The agents of this process, one per endpoint. Life of a request: the endpoint's agent is asked under its lock; a free permit of the local
/// share is taken with no message; otherwise the caller waits, the agent's timer sends a report, and the ledger's grant completes waiters in
/// fair order. The release hands the permit to the next waiter and is learned from with the next report.
/// </summary>
internal sealed class RequestAdmission : IRequestAdmission
{
    private readonly ConcurrentDictionary<EndpointKey, EndpointAdmission> _endpoints = new();
    private readonly Lock _creating = new();
    private readonly AgentIdentity _identity;
    private readonly AgentSettings _settings;
    private readonly AdmissionOptions _options;
    private readonly AdmissionClock _clock;
    private readonly ILedgerLink _link;
    private readonly RequestEventStream _events;
    private readonly Dictionary<string, TenantPolicy> _policies = new(StringComparer.Ordinal);
    private readonly ILogger<RequestAdmission> _logger;
    private ImmutableArray<Action<ResourceKey>> _subscribers = [];
    private bool _draining;

    public RequestAdmission(
        AgentIdentity identity, ILedgerLink link, IOptions<AdmissionOptions> options, AdmissionClock clock, RequestEventStream events,
        ILogger<RequestAdmission> logger)
    {
        _identity = identity;
        _options = options.Value;
        _settings = AdmissionSettings.Agent(_options);
        _clock = clock;
        _events = events;
        _link = link;
        _logger = logger;
        link.Noticed = Notify;
    }

    /// <inheritdoc/>
    public IRequestEvents Events => _events;

    /// <inheritdoc/>
    public void Register(ResourceKey key, string alias, int cap, string? estimator = null) =>
        Endpoint(key.Endpoint).Register(key.Domain, alias, cap, estimator);

    /// <inheritdoc/>
    public void Unregister(string provider, string model, string alias) => Known(new EndpointKey(provider, model))?.Unregister(alias);

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AcquireAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        Known(request.Key.Endpoint) is { } endpoint
            ? endpoint.AcquireAsync(request, cancellationToken)
            : new ValueTask<AdmissionResult>(Unknown(request.Key));

    /// <inheritdoc/>
    public AdmissionResult TryAcquire(AdmissionRequest request) => Known(request.Key.Endpoint)?.TryAcquire(request) ?? Unknown(request.Key);

    /// <inheritdoc/>
    public ReleaseResult Release(in RequestLease lease, in ReleaseReport report) =>
        Known(lease.Key.Endpoint)?.Release(lease, report)
        ?? (lease.Incarnation == _identity.Incarnation ? ReleaseResult.UnknownLease : ReleaseResult.WrongGeneration);

    /// <inheritdoc/>
    public bool Renew(in RequestLease lease, TimeSpan? life = null) => Known(lease.Key.Endpoint)?.Renew(lease, life) ?? false;

    /// <inheritdoc/>
    public void Accepted(in RequestLease lease, RateFields? rates = null) => Known(lease.Key.Endpoint)?.Accepted(lease, rates);

    /// <inheritdoc/>
    public bool TryRetry(ResourceKey key) => Known(key.Endpoint)?.TryRetry() ?? false;

    /// <inheritdoc/>
    public void SetPolicy(string tenant, TenantPolicy policy)
    {
        lock (_creating)
        {
            _policies[tenant] = policy;
            foreach (var endpoint in _endpoints.Values)
            {
                endpoint.SetPolicy(tenant, policy);
            }
        }
    }

    /// <inheritdoc/>
    public void Demand(ResourceKey key, int queued) => Known(key.Endpoint)?.Demand(key.Domain, queued);

    /// <inheritdoc/>
    public RunnableCapacity Runnable(ResourceKey key) => Known(key.Endpoint)?.Runnable(key.Domain) ?? new RunnableCapacity(0, 0, null, GateState.Open);

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<ResourceKey> changed)
    {
        ImmutableInterlocked.Update(ref _subscribers, static (list, one) => list.Add(one), changed);
        return new Subscription(this, changed);
    }

    /// <inheritdoc/>
    public AgentSnapshot? Snapshot(ResourceKey key) => Known(key.Endpoint)?.Snapshot(key.Domain);

    /// <inheritdoc/>
    public WaitExplanation? Explain(ResourceKey key, string tenant, Band band) => Known(key.Endpoint)?.Explain(key.Domain, tenant, band);

    /// <inheritdoc/>
    public WaitExplanation? ExplainRequest(string requestId)
    {
        foreach (var endpoint in _endpoints.Values)
        {
            if (endpoint.Explain(requestId) is { } explanation)
            {
                return explanation;
            }
        }

        return null;
    }

    /// <summary>Refuses everybody from now on, and gives all shares back.</summary>
    public async Task CloseAsync(CancellationToken token)
    {
        EndpointAdmission[] endpoints;
        lock (_creating)
        {
            _draining = true;
            endpoints = [.. _endpoints.Values];
        }

        foreach (var endpoint in endpoints)
        {
            endpoint.Drain();
        }

        await Task.WhenAll(endpoints.Select(e => e.CloseAsync(token)));
    }

    private static AdmissionResult Unknown(ResourceKey key) => new(
        default,
        new AdmissionDenial(
            DenialReason.HardPolicyDenial, DenialBinding.None, $"{key.Endpoint} has no registered alias", DenialReason.HardPolicyDenial, null, null),
        TimeSpan.Zero);

    private EndpointAdmission? Known(EndpointKey key) => _endpoints.GetValueOrDefault(key);

    private EndpointAdmission Endpoint(EndpointKey key)
    {
        if (Known(key) is { } known)
        {
            return known;
        }

        lock (_creating)
        {
            if (Known(key) is { } made)
            {
                return made;
            }

            var seed = _identity.SeedFor(key.ToString()) ^ (_options.Seed ?? 0);
            var agent = new CapacityAgent(key, _identity.AgentId, _identity.Incarnation, _settings);
            var endpoint = new EndpointAdmission(agent, _clock, _link, _options.ExchangeTimeout, seed, Announce, _events, _logger);
            foreach (var (tenant, policy) in _policies)
            {
                endpoint.SetPolicy(tenant, policy);
            }

            if (_draining)
            {
                endpoint.Drain();
            }

            _endpoints[key] = endpoint;
            return endpoint;
        }
    }

    private void Notify(EndpointKey endpoint, LedgerNotice notice) => Known(endpoint)?.Notify(notice);

    private void Announce(ResourceKey key)
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber(key);
        }
    }

    private sealed class Subscription(RequestAdmission admission, Action<ResourceKey> changed) : IDisposable
    {
        private Action<ResourceKey>? _changed = changed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _changed, null) is { } mine)
            {
                ImmutableInterlocked.Update(ref admission._subscribers, static (list, one) => list.Remove(one), mine);
            }
        }
    }
}
