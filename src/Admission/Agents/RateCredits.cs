using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>
/// The rate credits of one domain of an agent: how far its counters may rise, and until when. Never used after they expired, whatever the
/// agent's isolation says. Before a report it lowers what it may spend to what it wants to keep; the rest goes back.
/// </summary>
internal sealed class RateCredits
{
    private const double Ahead = 2;
    private double _requestsAllowed = double.PositiveInfinity;
    private double _tokensAllowed = double.PositiveInfinity;
    private double _expiresAt = double.PositiveInfinity;
    private double _requestsSpent;
    private double _tokensSpent;
    private double _requestsAt;
    private double _tokensAt;
    private double _reportedAt = double.NegativeInfinity;
    private double _requestsReported;
    private double _tokensReported;
    private double _interval;

    /// <summary>A rate is limited.</summary>
    public bool Limits { get; private set; }

    /// <summary>What is missing for one more call; none: it may start.</summary>
    public DenialBinding Missing(double now)
    {
        if (!Limits)
        {
            return DenialBinding.None;
        }

        var expired = now >= _expiresAt;
        return double.IsFinite(_requestsAllowed) && (expired || _requestsSpent + 1 > _requestsAllowed + 1e-9) ? DenialBinding.Requests
            : double.IsFinite(_tokensAllowed) && (expired || _tokensSpent >= _tokensAllowed) ? DenialBinding.Tokens
            : DenialBinding.None;
    }

    /// <summary>When credits can be had again, as the ledger said last; infinity where nothing is missing.</summary>
    public double AvailableAt(double now) => Missing(now) switch
    {
        DenialBinding.Requests => _requestsAt,
        DenialBinding.Tokens => _tokensAt,
        _ => double.PositiveInfinity,
    };

    /// <summary>A call starts.</summary>
    public void Spend(int tokens)
    {
        _requestsSpent++;
        _tokensSpent += tokens;
    }

    /// <summary>A call took other tokens than were reserved.</summary>
    public void Correct(double tokens) => _tokensSpent += tokens;

    /// <summary>What a report says; credits beyond what it wants to keep stop being used here.</summary>
    public CreditClaim Claim(int waiting, int tokensWaiting, bool closing, double refresh, double now)
    {
        var elapsed = now - _reportedAt;
        var interval = _interval > 0 ? _interval : refresh;
        var perSecond = elapsed > 0 && double.IsFinite(elapsed) ? 1 / elapsed : 0;
        var requests = closing ? 0 : Math.Max((_requestsSpent - _requestsReported) * perSecond * interval, waiting);
        var tokens = closing ? 0 : Math.Max(Math.Max(0, _tokensSpent - _tokensReported) * perSecond * interval, tokensWaiting);
        var expired = now >= _expiresAt;
        _requestsAllowed = Keep(_requestsAllowed, _requestsSpent, requests, closing || expired);
        _tokensAllowed = Keep(_tokensAllowed, _tokensSpent, tokens, closing || expired);
        _reportedAt = now;
        _requestsReported = _requestsSpent;
        _tokensReported = _tokensSpent;
        return new CreditClaim(_requestsAllowed, _requestsSpent, _tokensAllowed, _tokensSpent, requests, tokens);
    }

    /// <summary>The ledger's word, on a report sent then.</summary>
    public void Take(in CreditGrant grant, double nextReportIn, double sentAt, double now)
    {
        Limits = grant.Limits;
        _requestsAllowed = grant.RequestsAllowed;
        _tokensAllowed = grant.TokensAllowed;
        _expiresAt = sentAt + grant.ValidFor;
        _requestsAt = now + grant.RequestsIn;
        _tokensAt = now + grant.TokensIn;
        _interval = nextReportIn;
    }

    private static double Keep(double allowed, double spent, double wanted, bool none) =>
        !double.IsFinite(allowed) ? allowed : none ? Math.Min(allowed, spent) : Math.Min(allowed, spent + (Ahead * wanted));
}
