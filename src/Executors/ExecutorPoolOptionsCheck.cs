using System.Text.RegularExpressions;

namespace Granary.Executors;

/// <summary>Says everything that is wrong with one pool's name and options, one sentence each.</summary>
internal static partial class ExecutorPoolOptionsCheck
{
    public static IEnumerable<string> Errors(string name, ExecutorPoolOptions options)
    {
        var section = $"{ExecutorOptions.Section}:{nameof(ExecutorOptions.Pools)}:{name}";
        var errors = new List<string>();
        if (!ValidName().IsMatch(name))
        {
            errors.Add($"{section}: '{name}' is not a pool name; it must match [a-z][a-z0-9-]{{0,62}}.");
        }

        OneOf(nameof(options.Kind), options.Kind, ExecutorKinds.ByName.Keys);
        OneOf(nameof(options.Overflow), options.Overflow, ExecutorOverflows.ByName.Keys);
        Between(nameof(options.MaxWorkers), options.MaxWorkers ?? 1, 1, 256);
        Between(nameof(options.MaxPending), options.MaxPending, 1, 100_000);
        Between(nameof(options.MaxWaiters), options.MaxWaiters, 0, 100_000);
        Between(nameof(options.OverflowTimeout), options.OverflowTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        Between(nameof(options.StopTimeout), options.StopTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Between(nameof(options.Grace), options.Grace, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        return errors;

        void OneOf(string key, string value, IEnumerable<string> valid)
        {
            if (!valid.Contains(value, StringComparer.Ordinal))
            {
                errors.Add($"{section}:{key} is '{value}'; valid values are {string.Join(", ", valid)}.");
            }
        }

        void Between<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                errors.Add($"{section}:{key} is {value}; valid is {least} to {most}.");
            }
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}
