using System.Globalization;

namespace Granary.Simulation.Protocol;

/// <summary>
/// Many seeds by command: <c>campaign SEEDS [MIX] [FIRST]</c>; <c>campaign seed SEED MIX [LINES]</c> replays one, <c>campaign broken RULE SEEDS MIX</c>
/// breaks a rule on purpose, to see who notices. Exit code 0: clean; 10: something
/// crashed; 11: a safety rule was broken; 12: something that must happen did not; 2: wrong arguments. The worst one counts (a crash before safety before liveness).
/// </summary>
internal static class Campaign
{
    public static int Run(string[] arguments, TextWriter output)
    {
        if (arguments is ["seed", var one, var of, ..] && ulong.TryParse(one, CultureInfo.InvariantCulture, out var replayed) && Mixes.Names.Contains(of))
        {
            return Replay(replayed, of, arguments.Length > 3 && int.TryParse(arguments[3], CultureInfo.InvariantCulture, out var asked) ? asked : 40, output);
        }

        if (arguments is ["broken", var rule, var many, var where] && Enum.TryParse<BrokenRule>(rule, out var broken) && Mixes.Names.Contains(where)
            && int.TryParse(many, CultureInfo.InvariantCulture, out var tries))
        {
            return (int)Run(where, tries, 1, output, broken);
        }

        if (arguments.Length is 0 or > 3 || !int.TryParse(arguments[0], CultureInfo.InvariantCulture, out var seeds) || seeds < 1
            || (arguments.Length > 1 && !Mixes.Names.Contains(arguments[1])))
        {
            output.WriteLine(
                $"campaign SEEDS [MIX] [FIRST], campaign seed SEED MIX [LINES], or campaign broken RULE SEEDS MIX; mixes: {string.Join(", ", Mixes.Names)}; rules: {string.Join(", ", Enum.GetNames<BrokenRule>())}");
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

    /// <summary>One seed again, with its last messages.</summary>
    private static int Replay(ulong seed, string mix, int lines, TextWriter output)
    {
        var last = new Queue<string>();
        var result = ProtocolWorld.Run(Mixes.Plan(mix, seed) with
        {
            Watch = exchange =>
            {
                last.Enqueue(exchange);
                if (last.Count > lines)
                {
                    last.Dequeue();
                }
            },
        });
        output.WriteLine(string.Join('\n', last));
        output.WriteLine(result);
        return (int)result.Verdict;
    }

    /// <summary>All seeds of a mix, whatever fails; the first seed that breaks a rule is shrunk and shown, the others are named.</summary>
    private static Verdict Run(string mix, int seeds, ulong first, TextWriter output, BrokenRule broken = BrokenRule.None)
    {
        var (steps, calls, messages) = (0L, 0L, 0L);
        var worst = Verdict.Clean;
        var failed = new SortedDictionary<string, List<ulong>>(StringComparer.Ordinal);
        for (var seed = first; seed < first + (ulong)seeds; seed++)
        {
            var result = ProtocolWorld.Run(Mixes.Plan(mix, seed) with { Broken = broken });
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
