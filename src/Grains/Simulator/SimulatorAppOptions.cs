using System.Globalization;

namespace Granary.Grains.Simulator;

/// <summary>What the loopback server is told on its command line.</summary>
/// <param name="Port">Port on 127.0.0.1; 0 = any free one.</param>
/// <param name="Settings">How it behaves.</param>
/// <param name="DumpFile">File that keeps the counters, or null.</param>
internal sealed record SimulatorAppOptions(int Port, SimulatorSettings Settings, string? DumpFile)
{
    /// <summary>
    /// Reads <c>--port 0 --limit 24 --latency=50ms --errors.server 0.1 --dump counters.json</c>. All problems come together, one sentence each.
    /// </summary>
    public static SimulatorAppOptions Parse(IReadOnlyList<string> args, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        var settings = SimulatorSettings.Default;
        var port = 0;
        string? dump = null;
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                found.Add($"`{args[i]}` is not an option; options begin with --");
                continue;
            }

            var equals = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? args[i][2..] : args[i][2..equals];
            if (equals < 0 && i + 1 == args.Count)
            {
                found.Add($"`{args[i]}` needs a value");
                continue;
            }

            var value = equals < 0 ? args[++i] : args[i][(equals + 1)..];
            switch (name)
            {
                case "port":
                    if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > 65_535)
                    {
                        found.Add($"`port` is `{value}`, and must be a whole number from 0 to 65535");
                    }

                    break;
                case "dump":
                    dump = value;
                    break;
                default:
                    if (SimulatorSettingTable.TrySet(ref settings, name, value) is { } wrong)
                    {
                        found.Add(wrong);
                    }

                    break;
            }
        }

        if (SimulatorSettingTable.Problem(settings) is { } problem)
        {
            found.Add(problem);
        }

        problems = found;
        return new SimulatorAppOptions(port, settings, dump);
    }
}
