using System.Globalization;

namespace Granary.Simulation.Yardsticks;

/// <summary>
/// What the lease layer costs: how much of the limit is used where it could be, how many messages a request takes, and what an exchange
/// costs. By command: <c>lease [SEEDS]</c>. Exit code 1: a budget is missed.
/// </summary>
internal static class LeaseLayer
{
    private const double Budget = 0.995;
    private const double WarmUp = 60;
    private const double Measured = 600;
    private const double MeanCall = 8;
    private const double Redraw = 60;
    private const double ShortCall = 1;

    public static int Run(string[] arguments, TextWriter output)
    {
        var seeds = arguments.Length > 0 && int.TryParse(arguments[0], CultureInfo.InvariantCulture, out var asked) ? Math.Max(1, asked) : 3;
        var missed = false;
        output.WriteLine("| limit | agents | load | used of what could be | least of the seeds | budget | |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (limit, agents, load) in from limit in (int[])[256, 32] from agents in (int[])[16, 100] from load in (double[])[0.8, 1.0, 1.2] select (limit, agents, load))
        {
            var used = Enumerable.Range(1, seeds).Select(seed => Utilisation(limit, agents, load, (ulong)seed)).ToArray();
            missed |= used.Average() < Budget;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {limit} | {agents} | {load:0.0} | {used.Average():P2} | {used.Min():P2} | {Budget:P1} | {(used.Average() < Budget ? "missed" : "met")} |"));
            output.Flush();
        }

        output.WriteLine();
        output.WriteLine("| agents | endpoints | requests/s | messages per request | messages per agent, endpoint and second |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var (agents, endpoints, rate) in from agents in (int[])[1, 10, 100] from endpoints in (int[])[1, 10] from rate in (double[])[10, 1000] select (agents, endpoints, rate))
        {
            var (perRequest, perSecond) = Messages(agents, endpoints, rate);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {agents} | {endpoints} | {rate} | {perRequest:0.000} | {perSecond:0.00} |"));
            output.Flush();
        }

        output.WriteLine();
        missed |= ExchangeCost.Write(output);
        return missed ? 1 : 0;
    }

    /// <summary>
    /// Callers for <paramref name="load"/> times the limit, each calling again as soon as its call has ended; how many are at which process is
    /// skewed and drawn anew every minute. Calls in flight over min(limit, callers).
    /// </summary>
    internal static double Utilisation(int limit, int agents, double load, ulong seed)
    {
        var world = new LeaseWorld(agents, 1, limit, seed);
        var callers = (int)Math.Round(load * limit);
        var places = new int[callers];
        var (inFlight, busy, since) = (0, 0.0, 0.0);
        Draw();
        for (var i = 0; i < callers; i++)
        {
            var caller = i;
            world.After(world.Chance.Between(0, 5.0), () => Call(caller));
        }

        world.Until(WarmUp);
        (busy, since) = (0, world.Now);
        world.Until(WarmUp + Measured);
        Count(0);
        return busy / (Measured * Math.Min(limit, callers));

        void Call(int caller) => world.Agent(places[caller], 0).Call(
            MeanCall * world.Chance.Between(0.5, 1.5), () => Count(1), () =>
            {
                Count(-1);
                world.After(0, () => Call(caller));
            });

        void Count(int change)
        {
            busy += inFlight * (world.Now - since);
            since = world.Now;
            inFlight += change;
        }

        void Draw()
        {
            // Weights 1, 1/2, 1/3 and so on, to processes in any order.
            var order = Enumerable.Range(0, agents).OrderBy(_ => world.Chance.Next()).ToArray();
            var all = Enumerable.Range(1, agents).Sum(static rank => 1.0 / rank);
            for (var i = 0; i < callers; i++)
            {
                var at = world.Chance.Unit() * all;
                var rank = 0;
                for (; rank < agents - 1 && at >= 1.0 / (rank + 1); rank++)
                {
                    at -= 1.0 / (rank + 1);
                }

                places[i] = order[rank];
            }

            world.After(Redraw, Draw);
        }
    }

    /// <summary>Requests come at random at all processes alike; limits are twice what they need.</summary>
    internal static (double PerRequest, double PerSecond) Messages(int agents, int endpoints, double rate)
    {
        var world = new LeaseWorld(agents, endpoints, Math.Max(8, (int)(2 * rate * ShortCall / endpoints)), 1);
        var requests = 0L;
        Arrive();
        world.Until(WarmUp);
        var (messages, before) = (world.Messages, requests);
        world.Until(WarmUp + (Measured / 5));
        var sent = (double)(world.Messages - messages);
        return (sent / (requests - before), sent / (Measured / 5) / agents / endpoints);

        void Arrive()
        {
            world.After(-Math.Log(1 - world.Chance.Unit()) / rate, () =>
            {
                requests++;
                world.Agent(world.Chance.Below(agents), world.Chance.Below(endpoints)).Call(
                    ShortCall * world.Chance.Between(0.5, 1.5), static () => { }, static () => { });
                Arrive();
            });
        }
    }
}
