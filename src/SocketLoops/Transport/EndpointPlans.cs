using System.Net;

namespace Granary.SocketLoops.Transport;

/// <summary>Finds what the options say of an address: the named endpoint that matches it, else the process' settings.</summary>
internal sealed class EndpointPlans
{
    private readonly List<(EndpointAddress Address, EndpointPlan Plan)> _named = [];

    public EndpointPlans(LoopOptions options, LoopBackendChoice choice)
    {
        Default = new EndpointPlan(null, choice.For(options.Backend, options.AutoOrder, options.Strict), options.Inline, options.HangUpAborts);
        foreach (var (name, of) in options.Endpoints)
        {
            if (EndpointAddress.TryParse(of.Address, out var address))
            {
                var report = of.Backend.Length > 0 ? choice.For(of.Backend, options.AutoOrder, options.Strict) : Default.Report;
                _named.Add((address, new EndpointPlan(name, report, of.Inline ?? options.Inline, of.HangUpAborts ?? options.HangUpAborts)));
            }
        }
    }

    /// <summary>The plan of every address that no name matches.</summary>
    public EndpointPlan Default { get; }

    /// <summary>All plans, the default first.</summary>
    public IEnumerable<EndpointPlan> All => _named.Select(static named => named.Plan).Prepend(Default);

    public EndpointPlan For(EndPoint endpoint) => _named.Find(named => named.Address.Matches(endpoint)).Plan ?? Default;
}
