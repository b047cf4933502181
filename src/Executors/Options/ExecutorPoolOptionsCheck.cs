using System.Globalization;
using System.Text.RegularExpressions;

namespace Granary.Executors;

/// <summary>Says everything that is wrong with one pool's name and options, one sentence each.</summary>
internal static partial class ExecutorPoolOptionsCheck
{
    private const long LeastMemory = 1024 * 1024;
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public static IReadOnlyList<string> Errors(string name, ExecutorPoolOptions options)
    {
        var check = new OptionErrors($"{ExecutorOptions.Section}:{nameof(ExecutorOptions.Pools)}:{name}");
        if (!ValidName().IsMatch(name))
        {
            check.Add(string.Empty, $"'{name}' is not a pool name; it must match [a-z][a-z0-9-]{{0,62}}.");
        }

        Ranges(check, options);
        Words(check, options);
        Combinations(check, options);
        return check.All;
    }

    private static void Ranges(OptionErrors check, ExecutorPoolOptions options)
    {
        check.Between(nameof(options.MaxWorkers), options.MaxWorkers ?? 1, 1, 256);
        check.Between(nameof(options.MinWorkers), options.MinWorkers ?? 0, 0, options.MaxWorkers ?? 256);
        check.Between(nameof(options.IdleAfter), options.IdleAfter, TimeSpan.FromSeconds(1), Day);
        check.Between(nameof(options.LanesPerWorker), options.LanesPerWorker, 1, 64);
        check.Between(nameof(options.MaxPending), options.MaxPending, 1, 100_000);
        check.Between(nameof(options.MaxWaiters), options.MaxWaiters, 0, 100_000);
        check.Between(nameof(options.OverflowTimeout), options.OverflowTimeout, Millisecond, Hour);
        check.Between(nameof(options.TaskTimeout), options.TaskTimeout ?? Millisecond, Millisecond, Day);
        check.Between(nameof(options.Grace), options.Grace, TimeSpan.Zero, TenMinutes);
        check.Between(nameof(options.LaneDrain), options.LaneDrain, TimeSpan.Zero, TenMinutes);
        check.Between(nameof(options.RecycleAfterTasks), options.RecycleAfterTasks, 0, 1_000_000_000);
        check.Between(nameof(options.StartTimeout), options.StartTimeout, TimeSpan.FromMilliseconds(100), Hour);
        check.Between(nameof(options.StopTimeout), options.StopTimeout, TimeSpan.Zero, TenMinutes);
        check.Between(nameof(options.Heartbeat), options.Heartbeat, TimeSpan.FromMilliseconds(100), TenMinutes);
        check.Between(nameof(options.HeartbeatTimeout), options.HeartbeatTimeout, options.Heartbeat + Millisecond, Hour);
        check.Between(nameof(options.MaxPayload), options.MaxPayload, 1024, 256 * 1024 * 1024);
        check.Between(nameof(options.AgingBound), options.AgingBound, TimeSpan.FromMilliseconds(100), Hour);
        Memory(nameof(options.RecycleAboveMemory), options.RecycleAboveMemory);
        Memory(nameof(options.KillAboveMemory), options.KillAboveMemory);

        void Memory(string key, long bytes)
        {
            if (bytes != 0 && bytes < LeastMemory)
            {
                check.Add(key, string.Create(CultureInfo.InvariantCulture, $"is {bytes}; valid is 0 (off) or at least {LeastMemory}."));
            }
        }
    }

    private static void Words(OptionErrors check, ExecutorPoolOptions options)
    {
        check.OneOf(nameof(options.Kind), options.Kind, ExecutorKinds.ByName.Keys);
        check.OneOf(nameof(options.Runtime), options.Runtime, ExecutorRuntimes.All);
        check.OneOf(nameof(options.Overflow), options.Overflow, ExecutorOverflows.ByName.Keys);
        check.OneOf(nameof(options.WhenUnhealthy), options.WhenUnhealthy, ExecutorUnhealthyRules.All);
        check.OneOf(nameof(options.Order), options.Order, ExecutorOrders.All);
        check.OneOf(nameof(options.Priority), options.Priority, ExecutorPriorities.ByName.Keys);
        if (options.CpuList is { Length: > 0 } cpus && CpuSet.Parse(cpus) is null)
        {
            check.Add(nameof(options.CpuList), $"is '{cpus}'; valid are numbers and ranges of CPUs from 0 to 63, such as 0,2-3.");
        }

        foreach (var variable in options.Environment.Keys.Where(static key => key.Length == 0 || key.Contains('=') || key.Contains('\0')))
        {
            check.Add(nameof(options.Environment), $"'{variable}' is not a name of a variable.");
        }
    }

    private static void Combinations(OptionErrors check, ExecutorPoolOptions options)
    {
        var hasProcesses = options.Kind is ExecutorKinds.Process or ExecutorKinds.Remote;
        var isPython = string.Equals(options.Runtime, ExecutorRuntimes.Python, StringComparison.Ordinal);
        if (isPython && !hasProcesses)
        {
            check.Add(nameof(options.Runtime), "is 'python'; only pools of kind process and remote can run Python.");
        }

        if (isPython && options.Bypass)
        {
            check.Add(nameof(options.Bypass), "is true; Python functions cannot run inline.");
        }

        if (hasProcesses && isPython && string.IsNullOrEmpty(options.Python.File) == string.IsNullOrEmpty(options.Python.Module))
        {
            check.Add("Python", "needs either File or Module, and not both.");
        }

        if (isPython && options.Initializer is not null)
        {
            check.Add(nameof(options.Initializer), "is for .NET workers; name a Python function in Python:Initializer.");
        }

        if (string.Equals(options.Kind, ExecutorKinds.Remote, StringComparison.Ordinal) && !(options.Label is { } label && ValidLabel().IsMatch(label)))
        {
            check.Add(nameof(options.Label), $"is '{options.Label}'; a remote pool needs the label of its silos, key=value.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,63}=[A-Za-z0-9._-]{1,63}\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidLabel();
}
