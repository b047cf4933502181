using System.Globalization;

namespace Granary.SocketLoops;

/// <summary>Values of <see cref="LoopOptions.CpuAffinity"/>.</summary>
public static class CpuPlacement
{
    /// <summary>No pinning.</summary>
    public const string Off = "off";

    /// <summary>Loop i on the i-th CPU of the process.</summary>
    public const string On = "on";

    /// <summary>The CPU of each loop, -1 for none; null if the text is none of the valid ones.</summary>
    internal static IReadOnlyList<int>? Resolve(string text, int loops, IReadOnlyList<int> allowed)
    {
        switch (text)
        {
            case Off:
                return [.. Enumerable.Repeat(-1, loops)];
            case On:
                return allowed.Count == 0 ? [.. Enumerable.Repeat(-1, loops)] : [.. Enumerable.Range(0, loops).Select(loop => allowed[loop % allowed.Count])];
            default:
                var cpus = new List<int>();
                foreach (var part in text.Split(','))
                {
                    if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var cpu))
                    {
                        return null;
                    }

                    cpus.Add(cpu);
                }

                return [.. Enumerable.Range(0, loops).Select(loop => cpus[loop % cpus.Count])];
        }
    }
}
