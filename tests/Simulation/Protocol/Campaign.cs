using System.Globalization;

namespace Granary.Simulation.Protocol;

/// <summary>
/// Many seeds by command: <c>campaign SEEDS [MIX] [FIRST]</c>, or <c>campaign seed SEED MIX</c> to replay one. Exit code 0: clean; 10: something
/// crashed; 11: a safety rule was broken; 12: something that must happen did not; 2: wrong arguments. The worst one counts (a crash before safety before liveness).
/// </summary>
internal static class Campaign
{
    public static int Run(string[] arguments, TextWriter output)
    {
        if (arguments is ["seed", var one, var of] && ulong.TryParse(one, CultureInfo.InvariantCulture, out var replayed) && Mixes.Names.Contains(of))
        {
            var last = new Queue<string>();
            var result = ProtocolWorld.Run(Mixes.Plan(of, replayed) with
            {
                Watch = exchange =>
                {
                    last.Enqueue(exchange);
                    if (last.Count > 40)
                    {
                        last.Dequeue();
                    }
                },
            });
            output.WriteLine(string.Join('\n', last));
            output.WriteLine(result);
            return (int)result.Verdict;
        }

        if (arguments.Length is 0 or > 3 || !int.TryParse(arguments[0], CultureInfo.InvariantCulture, out var seeds) || seeds < 1
            || (arguments.Length > 1 && !Mixes.Names.Contains(arguments[1])))
        {
            output.WriteLine($"campaign SEEDS [MIX] [FIRST], or campaign seed SEED MIX; mixes: {string.Join(", ", Mixes.Names)}");
            return 2;
        }

        var first = arguments.Length > 2 ? ulong.Parse(arguments[2], CultureInfo.InvariantCulture) : 1;
        var worst = Verdict.Clean;
        foreach (var mix in arguments.Length > 1 ? [arguments[1]] : Mixes.Names)
        {
            var verdict = Run(mix, seeds, first, output);
            worst = worst == Verdict.Clean || (verdict != Verdict.Clean && verdict < worst) ? verdict : worst;
        }

        return (int)worst;
    }

    /// <summary>All seeds of a mix, whatever fails; the first seed that breaks a rule is shrunk and shown, the others are named.</summary>
    private static Verdict Run(string mix, int seeds, ulong first, TextWriter output)
    {
        var (steps, calls, messages) = (0L, 0L, 0L);
        var worst = Verdict.Clean;
        var failed = new SortedDictionary<string, List<ulong>>(StringComparer.Ordinal);
        for (var seed = first; seed < first + (ulong)seeds; seed++)
        {
            var result = ProtocolWorld.Run(Mixes.Plan(mix, seed));
            steps += result.Steps;
            calls += result.Admitted;
            messages += result.Messages;
            if (result.Verdict == Verdict.Clean)
            {
                continue;
            }

            worst = worst == Verdict.Clean || result.Verdict < worst ? result.Verdict : worst;
            if (!failed.TryGetValue(result.Rule, out var alike))
            {
                failed.Add(result.Rule, alike = []);
                output.WriteLine(Shrinker.Shrink(result));
                output.WriteLine($"replay it: ./grains simulate --seed {seed} --mix {mix}");
            }

            alike.Add(seed);
        }

        var clean = seeds - failed.Values.Sum(static f => f.Count);
        output.WriteLine($"{mix}: {clean} of {seeds} seeds from {first} clean, {steps} steps, {calls} calls, {messages} messages");
        foreach (var (rule, which) in failed)
        {
            output.WriteLine($"  {rule} in {which.Count}: {string.Join(", ", which.Take(20))}{(which.Count > 20 ? ", ..." : "")}");
        }

        output.Flush();
        return worst;
    }
}
