using System.Globalization;

namespace Granary.Simulation.Protocol;

/// <summary>
/// Many seeds by command: <c>campaign SEEDS [MIX] [FIRST]</c>, or <c>campaign seed SEED MIX</c> to replay one. Exit code 0: clean; 10: something
/// crashed; 11: a safety rule was broken; 12: something that must happen did not; 2: wrong arguments. The first failing seed is shrunk and shown.
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
        foreach (var mix in arguments.Length > 1 ? [arguments[1]] : Mixes.Names)
        {
            var (steps, calls, messages) = (0L, 0L, 0L);
            for (var seed = first; seed < first + (ulong)seeds; seed++)
            {
                var result = ProtocolWorld.Run(Mixes.Plan(mix, seed));
                if (result.Verdict != Verdict.Clean)
                {
                    output.WriteLine(Shrinker.Shrink(result));
                    output.WriteLine($"replay it: ./grains simulate --seed {seed} --mix {mix}");
                    return (int)result.Verdict;
                }

                steps += result.Steps;
                calls += result.Admitted;
                messages += result.Messages;
            }

            output.WriteLine($"{mix}: {seeds} seeds from {first} clean, {steps} steps, {calls} calls, {messages} messages");
        }

        return 0;
    }
}
