using Granary.SocketLoops.Kernels;

namespace Granary.SocketLoops;

/// <summary>
/// Turns a name into the backend that this machine can carry. A backend is probed once. One that cannot be had falls back along io_uring → epoll →
/// sockets; <c>auto</c> takes the first of its order that can be had.
/// </summary>
internal sealed class LoopBackendChoice(IEnumerable<ILoopBackend> backends)
{
    private static readonly string[] Ladder = [LoopBackends.Uring, LoopBackends.Epoll, LoopBackends.Sockets];
    private readonly Dictionary<string, (ILoopBackend Backend, Lazy<LoopProbe> Probe)> _backends = backends
        .GroupBy(static backend => backend.Name, StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => (group.First(), new Lazy<LoopProbe>(group.First().Probe)), StringComparer.Ordinal);

    /// <summary>The backend by name; null for the stock transport.</summary>
    public ILoopBackend? Find(string name) => _backends.TryGetValue(name, out var found) ? found.Backend : null;

    /// <summary>What asking for a valid name gives here.</summary>
    /// <exception cref="LoopBackendUnavailableException">With <paramref name="strict"/>, if the one asked for by name cannot be had.</exception>
    public LoopBackendReport For(string requested, string autoOrder, bool strict = false)
    {
        var report = Choose(requested, autoOrder);
        return report.IsFall && strict ? throw new LoopBackendUnavailableException(report) : report;
    }

    private LoopBackendReport Choose(string requested, string autoOrder)
    {
        if (requested == LoopBackends.Auto)
        {
            return ForAuto(autoOrder.Split(',', StringSplitOptions.TrimEntries));
        }

        var probe = Probe(requested);
        if (probe.Available)
        {
            return new LoopBackendReport(requested, requested, $"it was asked for by name: {probe.Reason}.", IsFall: false);
        }

        var reasons = new List<string> { $"{requested} cannot be had: {probe.Reason}" };
        foreach (var next in Ladder.SkipWhile(name => name != requested).Skip(1).DefaultIfEmpty(LoopBackends.Sockets))
        {
            var other = Probe(next);
            if (other.Available)
            {
                return new LoopBackendReport(requested, next, string.Join("; ", reasons) + ".", IsFall: true);
            }

            reasons.Add($"{next} cannot be had: {other.Reason}");
        }

        return new LoopBackendReport(requested, LoopBackends.Sockets, string.Join("; ", reasons) + ".", IsFall: true);
    }

    private LoopBackendReport ForAuto(string[] order)
    {
        var reasons = new List<string>();
        foreach (var name in order)
        {
            var probe = Probe(name);
            if (probe.Available)
            {
                reasons.Add($"{name} is the first of {string.Join(", ", order)} that this machine has");
                return new LoopBackendReport(LoopBackends.Auto, name, string.Join("; ", reasons) + ".", IsFall: false);
            }

            reasons.Add($"{name} cannot be had: {probe.Reason}");
        }

        return new LoopBackendReport(LoopBackends.Auto, LoopBackends.Sockets, string.Join("; ", reasons) + ".", IsFall: false);
    }

    private LoopProbe Probe(string name) => name == LoopBackends.Sockets
        ? new LoopProbe(true, "the stock transport is everywhere")
        : _backends.TryGetValue(name, out var found) ? found.Probe.Value : new LoopProbe(false, "there is no such backend");
}
